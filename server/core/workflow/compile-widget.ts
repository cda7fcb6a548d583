import type { Static } from 'typebox'
import type { WidgetOfChannel } from './document-widget.ts'
import type { Widget, WidgetField } from './channel.ts'

type Worded = string | Readonly<Record<string, string>>

/** How web pages open chats of a channel, with the standard values filled in. */
export function compileWidget(widget: Static<typeof WidgetOfChannel> | undefined): Widget | null {
  if (widget === undefined) return null
  return {
    origins: widget.origins,
    identity: widget.identity ?? 'optional',
    serviceLine: widget.serviceLine ?? null,
    away: widget.away ?? 'message',
    title: wordings(widget.title),
    greeting: wordings(widget.greeting),
    color: widget.color ?? null,
    form: (widget.form ?? []).map(({ name, label, type, choices, required }): WidgetField => ({
      name,
      label: wordings(label),
      type: type ?? (choices === undefined ? 'text' : 'choice'),
      choices: choices ?? [],
      isRequired: required ?? false,
    })),
  }
}

/** By language; the first is for the languages that have none of their own, and `*` for all where there is one text. */
function wordings(text: Worded | undefined): ReadonlyMap<string, string> {
  if (text === undefined) return new Map()
  return new Map(typeof text === 'string' ? [['*', text]] : Object.entries(text))
}
