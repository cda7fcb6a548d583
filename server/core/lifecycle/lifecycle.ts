/** The categories every status belongs to, whatever its label (domain.md "Ticket"). */
export const statusCategories = ['new', 'open', 'waiting', 'hold', 'solved', 'closed'] as const

export type StatusCategory = (typeof statusCategories)[number]

/** Whether a ticket is over in a status of this category. */
export function hasEnded(category: StatusCategory): boolean {
  return category === 'solved' || category === 'closed'
}

/** One status of a lifecycle. `waitsFrom` names the stages a waiting status is entered from and left to. */
export interface Status {
  readonly slug: string
  readonly label: string
  readonly category: StatusCategory
  /** The wording a customer sees; the label when the workflow gives none. */
  readonly customerLabel: string
  /** That wording by language; empty when there is one for all. */
  readonly customerLabels: ReadonlyMap<string, string>
  readonly waitsFrom: readonly string[]
  /** Whose answer ends the waiting; null when only an agent ends it. */
  readonly awaits: 'customer' | 'partner' | null
}

/** One fact a transition asks for. With `is` the fact must have that very value. */
export interface Guard {
  readonly fact: string
  readonly is: string | null
  /** A note of the call serves as the fact's text. */
  readonly acceptsNote: boolean
}

/** One edge of the lifecycle; `clears` names the facts that no longer count once it is taken. */
export interface Transition {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly requires: readonly Guard[]
  /** Only who may do all that one of these may makes it by hand; empty = everybody. */
  readonly roles: readonly string[]
  /** Nobody makes it while the ticket has an open case. */
  readonly unlessCaseOpen: boolean
  readonly clears: readonly string[]
  /** Leaves a solved or closed ticket: counted, and only within the reopen window. */
  readonly reopens: boolean
}

/** A compiled lifecycle: data, looked up by slug. */
export interface Lifecycle {
  readonly slug: string
  readonly label: string
  readonly statuses: ReadonlyMap<string, Status>
  /** The status of a ticket just recorded. */
  readonly start: string
  /** The status of a ticket whose type, category and priority are set. */
  readonly classified: string
  /** The status of a ticket somebody took. */
  readonly assigned: string
  readonly transitions: readonly Transition[]
  readonly outgoing: ReadonlyMap<string, readonly Transition[]>
  /** How long after solving or closing a ticket may be reopened. */
  readonly reopenWindowMs: number
  /** Some transition asks whether the ticket has an open case; where none does, nobody has to look. */
  readonly asksForCases: boolean
}
