import type { Calendar } from '../calendars/calendar.ts'
import type { AutomationFacts } from '../expressions/automation-facts.ts'
import type { Expression } from '../expressions/expression.ts'
import type { Priority } from '../workflow/priority.ts'
import type { AutomationEvent } from './automation-events.ts'

/** A rule of the workflow about tickets that exist: when it is asked, what it wants to be true, what it does. */
export interface Automation {
  readonly slug: string
  readonly label: string
  /** Line in the document, or null for a workflow made without text. */
  readonly line: number | null
  /** Empty for a rule that only waits for time. */
  readonly events: ReadonlySet<AutomationEvent>
  readonly time: TimeTrigger | null
  readonly when: Condition | null
  readonly actions: readonly Action[]
  /** No later rule is asked about an event that this one acted on. */
  readonly stops: boolean
  readonly isOff: boolean
}

/** A condition with the parts that must all hold, so that a refusal can name the one that did not. */
export interface Condition {
  readonly whole: Expression<AutomationFacts>
  readonly parts: readonly Expression<AutomationFacts>[]
}

export const timeBasis = ['status', 'unchanged', 'created'] as const
/** Since when a time counts: the present status, the last change by anybody but an automation, the beginning. */
export type TimeBasis = (typeof timeBasis)[number]

export interface TimeTrigger {
  readonly afterMs: number
  readonly since: TimeBasis
  /** Statuses and status categories in which it counts; empty = in all but closed ones. */
  readonly in: readonly string[]
  /** By whose hours the time is counted; null = around the clock. */
  readonly calendar: Calendar | null
}

/** Text by language. */
export type Texts = Readonly<Record<string, string>>

/** One thing a rule or a macro does; each is a verb that people have too. */
export type Action =
  | { readonly kind: 'setPriority'; readonly to: Priority }
  | { readonly kind: 'setType' | 'setCategory' | 'setQueue'; readonly to: string }
  | { readonly kind: 'tag' | 'untag'; readonly tags: readonly string[] }
  | { readonly kind: 'setFields'; readonly fields: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'transition'
      readonly to: string
      readonly resolution: string | null
      readonly note: string | null
    }
  /** `me` is whoever applies the macro. */
  | { readonly kind: 'assign'; readonly agent: string }
  | { readonly kind: 'unassign' }
  | { readonly kind: 'note'; readonly text: string }
  /** Says the text of a macro to the customer. */
  | { readonly kind: 'send'; readonly macro: string }
  | {
      readonly kind: 'openCase'
      readonly reason: string
      readonly severity: Priority | null
      readonly note: string | null
    }
  | { readonly kind: 'notify'; readonly teams: readonly string[] }
  /** Answers a new ticket with the text for its service line and language. */
  | { readonly kind: 'firstResponse' }

/** A text to say and things to do with it, applied by a person. */
export interface Macro {
  readonly slug: string
  readonly label: string
  readonly body: Texts
  /** Said as a note. */
  readonly isInternal: boolean
  /** Which tickets it fits; null = all. */
  readonly when: Condition | null
  /** Queues whose tickets it is for; empty = all. */
  readonly queues: readonly string[]
  /** Who sees it: whoever may do all that one of these roles may; empty = everybody. */
  readonly roles: readonly string[]
  readonly actions: readonly Action[]
}

/** What to do with tickets of a kind: steps to take and things to know. */
export interface Playbook {
  readonly slug: string
  readonly label: string
  readonly when: Condition | null
  readonly steps: readonly PlaybookStep[]
  /** Markdown for whoever works on it; never for the customer. */
  readonly guidance: string | null
}

export interface PlaybookStep {
  readonly text: string
  readonly macro: string | null
  readonly url: string | null
}

/** What a new ticket is answered at once, by service line. */
export interface FirstResponses {
  readonly otherwise: Texts
  readonly serviceLines: ReadonlyMap<string, Texts>
}
