import type { Calendar } from '../calendars/index.ts'
import type { TaskKind } from './task-kind.ts'

/** How long the customer of a chat may show no sign of life, where the workflow does not say. */
export const standardAbsenceMs = 3 * 60_000

export interface ChannelOfWorkflow {
  readonly slug: string
  readonly label: string
  readonly kind: TaskKind
  /** When its chats are open, beside the hours of their queue; null = always. */
  readonly hours: Calendar | null
  /** How long the customer of a chat may show no sign of life before it is closed. */
  readonly absenceMs: number
  /** How web pages open chats of it; null = they do not. */
  readonly widget: Widget | null
}

/** How web pages open chats of a channel. Texts are by language: the first is for those that have none of their own. */
export interface Widget {
  readonly origins: readonly string[]
  /** Whether pages may, or must, say by a signed word who their visitor is. */
  readonly identity: 'off' | 'optional' | 'required'
  readonly serviceLine: string | null
  /** What is offered while nobody can be there. */
  readonly away: 'message' | 'callback'
  readonly title: ReadonlyMap<string, string>
  readonly greeting: ReadonlyMap<string, string>
  readonly color: string | null
  readonly form: readonly WidgetField[]
}

/** What a visitor is asked before the chat. */
export interface WidgetField {
  readonly name: string
  readonly label: ReadonlyMap<string, string>
  readonly type: 'text' | 'email' | 'phone' | 'longtext' | 'choice'
  readonly choices: readonly string[]
  readonly isRequired: boolean
}
