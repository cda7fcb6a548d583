import { classify, type WidgetField } from '../../core/workflow/index.ts'
import { isChannelOpen, openQueues } from '../routing/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import type { FoundWidget } from './find-widget.ts'

/** What a page needs to know before it opens a chat. Texts are in the language asked for, or the first there is. */
export interface ShownWidget {
  readonly channel: string
  readonly title: string | null
  readonly greeting: string | null
  readonly color: string | null
  readonly languages: string[]
  /** The hours of the channel and of the queue say that somebody may be there. */
  readonly isOpen: boolean
  readonly away: 'message' | 'callback'
  readonly identity: 'off' | 'optional' | 'required'
  readonly form: {
    readonly name: string
    readonly label: string
    readonly type: WidgetField['type']
    readonly choices: string[]
    readonly required: boolean
  }[]
}

/** The widget of a channel as its page shows it now. */
export async function readWidget(
  { context, channel, widget }: FoundWidget,
  { language }: { language: string | null },
): Promise<ShownWidget> {
  const workflow = await currentWorkflow(context)
  const now = context.now()
  const { serviceLine } = widget
  const { queue } = classify(workflow, { channel, summary: '', language, serviceLine, kind: 'chat' }, now)
  return {
    channel,
    title: inLanguage(widget.title, language),
    greeting: inLanguage(widget.greeting, language),
    color: widget.color,
    languages: [...workflow.languages],
    isOpen: isChannelOpen(workflow, channel, now) && openQueues(workflow, now).has(queue),
    away: widget.away,
    identity: widget.identity,
    form: widget.form.map(({ name, label, type, choices, isRequired }) => ({
      name,
      label: inLanguage(label, language) ?? name,
      type,
      choices: [...choices],
      required: isRequired,
    })),
  }
}

function inLanguage(wordings: ReadonlyMap<string, string>, language: string | null): string | null {
  const [first = null] = wordings.values()
  if (language === null) return first
  return wordings.get(language) ?? wordings.get(language.split('-')[0] ?? '') ?? first
}
