import type { TicketUpdate, TransitionFacts } from '../handling/index.ts'

/** More tickets than this are changed by a smaller search, one after the other. */
export const mostTickets = 5_000

/** How long a change may be undone. */
export const undoWindowMs = 24 * 60 * 60_000

/** What is done to each ticket. */
export type BulkAction =
  | ({ readonly kind: 'transition' } & TransitionFacts)
  | { readonly kind: 'assign'; readonly agentId: string }
  | { readonly kind: 'unassign' }
  | { readonly kind: 'update'; readonly set: BulkUpdate }
  | { readonly kind: 'tags'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly kind: 'reply'; readonly body: string; readonly visibility: 'public' | 'internal' }
  /** An instant as RFC 3339; null = they are taken up again. */
  | { readonly kind: 'snooze'; readonly until: string | null }
  /** `body` stands in the place of the macro's own text; null = that text, in the language of each ticket. */
  | { readonly kind: 'applyMacro'; readonly key: string; readonly body: string | null }

export const lastingParts = ['reply', 'note', 'case', 'notice'] as const
/** What was said, opened or told by a change, which undoing it does not take back. */
export type LastingPart = (typeof lastingParts)[number]

/** What an undoing of a change would leave, and whether it would give anything back at all. */
export interface Reversal {
  readonly lasting: readonly LastingPart[]
  readonly isUndoable: boolean
}

export type BulkUpdate = Pick<
  TicketUpdate,
  'type' | 'category' | 'priority' | 'impact' | 'urgency' | 'priorityReason' | 'language' | 'queue'
>

/** What chooses the tickets: a search, or their ids. */
export type BulkSelection =
  | { readonly kind: 'search'; readonly q: string; readonly view: string | null }
  | { readonly kind: 'ids'; readonly ids: readonly string[] }

export const bulkStates = ['running', 'done', 'undoing', 'undone'] as const
export type BulkState = (typeof bulkStates)[number]

export const bulkOutcomes = ['pending', 'changed', 'unchanged', 'refused', 'undone', 'kept'] as const
/** Of one ticket; `kept` = it was changed and stays so, because it was changed again since. */
export type BulkOutcome = (typeof bulkOutcomes)[number]

/** Who asked, as kept: with the permissions and scope of that moment. */
export interface Asker {
  readonly kind: 'token' | 'member' | 'customer' | 'system'
  readonly id: string
  readonly name: string
  readonly permissions: readonly string[]
  readonly scope: { readonly channels: readonly string[] | null; readonly queues: readonly string[] | null }
  readonly agentId: string | null
  readonly partnerId: string | null
}

/** A change as it stands. */
export interface Bulk extends Reversal {
  readonly id: string
  readonly state: BulkState
  readonly action: BulkAction
  readonly selection: { readonly q: string | null; readonly view: string | null; readonly notFound: number }
  readonly asker: Asker
  readonly undoneBy: Asker | null
  readonly counts: Readonly<Record<BulkOutcome, number>>
  readonly createdAt: number
  readonly finishedAt: number | null
  readonly undoableUntil: number | null
  readonly undoneAt: number | null
}

/** What undoing gives back to a ticket. */
export interface BeforeBulk {
  readonly type: string | null
  readonly category: string | null
  readonly priority: string
  readonly impact: string | null
  readonly urgency: string | null
  readonly priorityReason: string | null
  readonly language: string
  readonly queue: string
  readonly status: string
  readonly returnsTo: string | null
  readonly classifiedBy: string | null
  readonly cause: Readonly<Record<string, unknown>> | null
  readonly correction: Readonly<Record<string, unknown>> | null
  readonly solutionCheck: string | null
  readonly resolution: string | null
  readonly tags: readonly string[]
  readonly fields: Readonly<Record<string, unknown>>
  readonly reopened: number
  readonly solvedAt: number | null
  readonly closedAt: number | null
  readonly assigneeId: string | null
  /** Absent in what was kept before tickets could be put aside. */
  readonly snoozedUntil?: number | null
  /** Metrics whose clocks were not over. */
  readonly counting: readonly string[]
  readonly taskId: string | null
}
