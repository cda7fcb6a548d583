import type { QueryTerm } from '../../core/filters/index.ts'
import type { Facet } from '../../core/search/index.ts'
import type { Principal } from '../../platform/principal.ts'

/** Which tickets a list shows; every given member must hold. */
export interface TicketFilter {
  readonly terms: readonly QueryTerm[]
  readonly status: readonly string[] | null
  readonly queue: string | null
  /** `me`, `none`, or the uuid of an agent. */
  readonly assignee: string | null
  readonly customerId: string | null
}

/** Who asks: what `me` means, and the scope nothing outside of is shown. */
export interface Asking {
  readonly principal: Principal
  readonly at: number
  /** How far the workspace's own time is ahead of the ids'. */
  readonly aheadMs: number
}

/** Whether a word may be the id of an agent. */
export function isUuid(word: string | null): boolean {
  return word !== null && /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(word)
}

/** What documents can narrow a list down by, besides the words of its search. */
export function facetsOfFilter(filter: TicketFilter, { principal }: Asking): Facet[] {
  const { channels, queues } = principal.scope
  const named = [
    ...filter.terms.flatMap((term) => (term.kind === 'assignee' && !term.isNegated ? [term.who] : [])),
    ...(filter.assignee === null ? [] : [filter.assignee]),
  ]
  // Documents know agents by their ids alone.
  const whose = named.filter((who) => who === 'me' || who === 'none' || isUuid(who))
  return [
    ...(channels === null ? [] : [{ name: 'channel', anyOf: [...channels] } as const]),
    ...(queues === null ? [] : [{ name: 'queue', anyOf: [...queues] } as const]),
    ...(filter.queue === null ? [] : [{ name: 'queue', anyOf: [filter.queue] } as const]),
    ...(filter.status === null ? [] : [{ name: 'status', anyOf: filter.status } as const]),
    ...(principal.partnerId === null ? [] : [{ name: 'partner', anyOf: [principal.partnerId] } as const]),
    ...(filter.customerId === null ? [] : [{ name: 'customer', anyOf: [filter.customerId] } as const]),
    ...(principal.kind === 'customer' ? [{ name: 'customer', anyOf: [principal.id] } as const] : []),
    ...whose.map((who) => ({ name: 'assignee', anyOf: [who === 'me' ? (principal.agentId ?? '') : who] }) as const),
  ]
}
