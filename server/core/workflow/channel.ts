import type { TaskKind } from './task-kind.ts'

export interface ChannelOfWorkflow {
  readonly slug: string
  readonly label: string
  readonly kind: TaskKind
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
