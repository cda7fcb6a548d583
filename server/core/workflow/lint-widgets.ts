import type { WorkflowDocument } from './document.ts'
import type { Finding } from './finding.ts'
import { doubt, fault } from './finding.ts'
import type { Refer } from './name-kinds.ts'

/** What is wrong with how channels show themselves on other people's pages. */
export function lintWidgets({ channels }: WorkflowDocument): readonly Finding[] {
  return Object.entries(channels).flatMap(([slug, { kind, widget }]) => {
    if (widget === undefined) return []
    const path = ['channels', slug, 'widget'] as const
    const findings: Finding[] = []
    if (kind !== 'chat') {
      findings.push(
        fault('widget_without_chat', path, `"${slug}" is no channel of chats: say kind: chat, or leave the widget.`),
      )
    }
    if (widget.origins.length === 0) {
      findings.push(doubt('widget_without_chat', [...path, 'origins'], 'No page may show this chat but our own.'))
    }
    return findings
  })
}

/** The names that the widgets of channels use. */
export function widgetReferences({ channels }: WorkflowDocument, refer: Refer): void {
  for (const [slug, { widget }] of Object.entries(channels)) {
    const path = ['channels', slug, 'widget']
    refer('calendar', widget?.calendar, ...path, 'calendar')
    widget?.serviceLines?.forEach((line, index) => refer('serviceLine', line, ...path, 'serviceLines', index))
  }
}
