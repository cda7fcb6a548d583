export const linkKinds = ['parent', 'duplicate', 'caused_by', 'related', 'follow_up', 'split_from'] as const
export type LinkKind = (typeof linkKinds)[number]

/** How two tickets belong together, seen from one of them: outgoing = this one says it of the other. */
export interface TicketLink {
  readonly id: string
  readonly kind: LinkKind
  readonly isOutgoing: boolean
  readonly other: {
    readonly id: string
    readonly number: number
    readonly issueSummary: string
    readonly status: string
  }
  readonly createdAt: number
}
