import type { WorkflowDocument } from './document.ts'
import type { Finding } from './finding.ts'
import { doubt, fault } from './finding.ts'

/** Pages that could open no chat, questions that could not be told apart, and choices that nobody can make. */
export function lintWidgets({ channels }: WorkflowDocument): readonly Finding[] {
  return Object.entries(channels).flatMap(([slug, { kind = 'ticket', widget }]): Finding[] => {
    if (widget === undefined) return []
    const at = ['channels', slug, 'widget']
    const { form = [], origins } = widget
    const names = form.map(({ name }) => name)
    const findings = form.flatMap(({ name, type, choices }, index): Finding[] => {
      const place = [...at, 'form', index]
      if (names.indexOf(name) !== index) return [fault('duplicate_name', place, `"${name}" is asked for twice.`)]
      const hasChoices = choices !== undefined
      const isChoice = type === 'choice' || (type === undefined && hasChoices)
      if (isChoice !== hasChoices)
        return [fault('form_choices', place, 'A question of the type choice has choices, and no other has.')]
      return []
    })
    if (kind !== 'chat') findings.push(fault('widget_kind', at, 'Only a channel of the kind chat has a widget.'))
    if (origins.length === 0)
      findings.push(doubt('widget_without_origin', [...at, 'origins'], 'No page but our own may open a chat here.'))
    return findings
  })
}
