import { parseTicketQuery } from '../../core/filters/index.ts'
import { asTyped, type Correction } from '../../core/search/index.ts'
import type { Context } from '../../platform/context.ts'
import { isForStaff, scopeLists } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import { listTickets, type TicketPage, wholeList } from '../tickets/index.ts'
import { findNamedCases, findNamedCustomers, findNamedOrders, type FoundThing } from './everywhere-view.ts'

/** What a search found, the best first. */
export interface FoundEverywhere {
  readonly tickets: TicketPage['tickets']
  readonly highlights: TicketPage['highlights']
  readonly corrections: readonly Correction[]
  readonly customers: readonly FoundThing[]
  readonly orders: readonly FoundThing[]
  readonly cases: readonly FoundThing[]
}

const others = 3
/** While somebody types, the best of the newest will do. */
const among = 200

/**
 * Tickets, customers, orders and cases for a search that is still being typed: its last word may be the beginning of one.
 * Each kind for who may read it. Throws `invalid` for a search that cannot be read.
 */
export async function searchEverywhere(
  context: Context,
  input: { q: string; limit: number },
): Promise<FoundEverywhere> {
  requirePermission(context, 'ticket:read')
  const q = asTyped(input.q)
  const page = await listTickets(context, {
    ...wholeList,
    q,
    sort: 'relevance',
    among,
    hasHighlights: true,
    limit: input.limit,
  })
  const ticketIds = page.tickets.map((ticket) => ticket.id)
  const words = wordsOf(input.q)
  const word = words.join(' ')
  const { channels, queues } = scopeLists(context.principal.scope)
  // What is nobody's in particular is not for who sees only what is theirs.
  const isLimited = !isForStaff(context.principal)
  const may = (permission: 'customer:read' | 'order:read' | 'case:read') =>
    word !== '' && !isLimited && can(context.principal, permission)
  return context.read(async (tx) => {
    const { id: workspaceId } = context.workspace
    const asked = { ticketIds, limit: others }
    const number = /^#?\d{1,12}$/.test(word) ? Number(word.replace('#', '')) : null
    return {
      ...page,
      customers: may('customer:read') ? await findNamedCustomers(tx, workspaceId, { ...asked, word, words }) : [],
      orders: may('order:read') ? await findNamedOrders(tx, workspaceId, word) : [],
      cases: may('case:read') ? await findNamedCases(tx, workspaceId, { ...asked, number, channels, queues }) : [],
    }
  })
}

/** The words of a search that are no conditions of tickets alone. */
function wordsOf(q: string): string[] {
  const parsed = parseTicketQuery(q)
  if (parsed.kind === 'refused') return []
  return parsed.terms.flatMap((term) => (term.kind === 'text' && !term.isNegated ? [term.text] : []))
}
