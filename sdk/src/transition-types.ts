/** One move a ticket may make from where it is, with what it asks of who makes it. */
export interface Transition {
  to: string
  label: string
  category?: string | null
  missing: string[]
  /** What keeps the caller from it, whatever they bring. */
  barredBy?: Bar[]
}

/** A guard that no fact opens: the move is kept for roles, or a case of the ticket is open. */
export interface Bar {
  guard: 'roles' | 'unlessCaseOpen'
  roles: string[]
  /** In plain English. */
  reason: string
}
