import type { QueryTerm } from '../../core/filters/index.ts'
import type { Principal } from '../../platform/principal.ts'

/** Which tickets a list shows; every given member must hold. */
export interface TicketFilter {
  readonly terms: readonly QueryTerm[]
  readonly view: TicketView | null
  readonly status: readonly string[] | null
  readonly queue: string | null
  /** `me`, `none`, or the uuid of an agent. */
  readonly assignee: string | null
  readonly customerId: string | null
}

export const ticketViews = ['mine', 'unassigned', 'breaching', 'waiting', 'solved', 'all'] as const
export type TicketView = (typeof ticketViews)[number]

/** What each view asks for, in the grammar of the search. */
export const viewTerms: Readonly<Record<TicketView, readonly QueryTerm[]>> = {
  mine: [
    { kind: 'assignee', who: 'me', isNegated: false },
    { kind: 'is', state: 'open', isNegated: false },
  ],
  unassigned: [
    { kind: 'assignee', who: 'none', isNegated: false },
    { kind: 'is', state: 'open', isNegated: false },
  ],
  breaching: [
    { kind: 'breach', comparison: '<', withinMs: 60 * 60_000 },
    { kind: 'is', state: 'open', isNegated: false },
  ],
  waiting: [{ kind: 'is', state: 'waiting', isNegated: false }],
  solved: [{ kind: 'is', state: 'solved', isNegated: false }],
  all: [],
}

/** Who asks: what `me` means, and the scope nothing outside of is shown. */
export interface Asking {
  readonly principal: Principal
  readonly at: number
}
