export const linkKinds = [
  'parent',
  'duplicate',
  'caused_by',
  'blocked_by',
  'related',
  'follow_up',
  'split_from',
] as const
export type LinkKind = (typeof linkKinds)[number]

/** Kinds that lead somewhere: following them from ticket to ticket never comes back to the first. */
export const chainedKinds: ReadonlySet<LinkKind> = new Set(['parent', 'duplicate', 'caused_by', 'blocked_by'])

/**
 * How two tickets belong together, seen from one of them. Outgoing = this one says it of the other: the other is its
 * parent, what it is a duplicate of, the problem that caused it, what it is blocked by.
 */
export interface TicketLink {
  readonly id: string
  readonly kind: LinkKind
  readonly isOutgoing: boolean
  readonly other: {
    readonly id: string
    readonly number: number
    readonly issueSummary: string
    readonly status: string
    readonly statusCategory: string
  }
  readonly createdAt: number
}
