import type { Calendar } from '../calendars/calendar.ts'
import type { StatusCategory } from '../lifecycle/lifecycle.ts'
import type { Priority } from '../workflow/priority.ts'
import type { SlaPolicy } from '../workflow/snapshot.ts'
import type { Clock, ClockActor, ClockMetric, OpenedBy } from './clock.ts'

/** A ticket's clocks as they stand, with what they depend on. */
export interface ClocksOfTicket {
  readonly clocks: readonly Clock[]
  readonly policy: SlaPolicy
  readonly priority: Priority
  /** The status category before the event. */
  readonly category: StatusCategory
  /** The queue that has the ticket, and whether its status awaits a partner, before the event. */
  readonly queue: string
  readonly isWithPartner: boolean
  readonly createdAt: number
  readonly openedBy?: OpenedBy | undefined
  /** Calendars by name: a clock may still count by one its ticket's policy no longer uses. */
  readonly calendars: ReadonlyMap<string, Calendar>
}

/** What happened to the ticket, at an instant (epoch ms). */
export type ClockEvent =
  | { readonly kind: 'status'; readonly to: StatusCategory; readonly at: number }
  | { readonly kind: 'customer_message'; readonly at: number }
  /** A public message by a person or partner; bots and auto-replies do not count. */
  | { readonly kind: 'agent_reply'; readonly at: number }
  | { readonly kind: 'priority'; readonly to: Priority; readonly at: number }
  | { readonly kind: 'policy'; readonly to: SlaPolicy; readonly at: number }
  /** Another queue has the ticket from now on. */
  | { readonly kind: 'queue'; readonly to: string; readonly at: number }
  /** The ticket awaits a partner from now on, or no longer does. */
  | { readonly kind: 'partner'; readonly isAwaited: boolean; readonly at: number }
  | { readonly kind: 'cancelled'; readonly reason: string; readonly at: number }
  /** What was cancelled for this reason counts again. */
  | { readonly kind: 'restored'; readonly reason: string; readonly at: number }
  /** Somebody sets the due time of one clock by hand; nothing where it takes none (`refusesOverride`). */
  | (OneClock & { readonly kind: 'override'; readonly dueAt: number; readonly reason: string })
  /** The clock is due by its policy again. */
  | (OneClock & { readonly kind: 'override_undone' })
  /** A timer fired: breaches up to this instant are recorded. */
  | { readonly kind: 'time'; readonly at: number }

/** What somebody does to one clock. */
export interface OneClock {
  readonly metric: ClockMetric
  readonly instance: number
  readonly by: ClockActor
  readonly at: number
}
