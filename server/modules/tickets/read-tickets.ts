import { parseTicketQuery, type QueryTerm } from '../../core/filters/index.ts'
import type { Context } from '../../platform/context.ts'
import { decodeId } from '../../platform/ids.ts'
import { refuseField } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { placeOf } from './place-of.ts'
import type { Ticket } from './ticket.ts'
import { type TicketFilter, type TicketView } from './ticket-filter.ts'
import { countViews, listTicketIds } from './ticket-list-view.ts'
import { findTicket, findTicketIdByNumber, findTickets } from './ticket-view.ts'

/** Counting stops here; a screen shows `999+`. */
const mostCounted = 1_000

/** One ticket by its id, or null when there is none the caller may see. */
export async function getTicket(context: Context, input: { ticketId: string }): Promise<Ticket | null> {
  const ticket = await context.read((tx) => findTicket(tx, context.workspace.id, input.ticketId))
  return ticket !== null && can(context.principal, 'ticket:read', placeOf(ticket)) ? ticket : null
}

/** The id of the ticket with a number, or null. */
export async function getTicketIdByNumber(context: Context, input: { number: number }): Promise<string | null> {
  return context.read((tx) => findTicketIdByNumber(tx, context.workspace.id, input.number))
}

export interface TicketListInput extends Omit<TicketFilter, 'terms'> {
  /** The search grammar of api.md; '' = everything. */
  readonly q: string
  readonly before: string | null
  readonly limit: number
}

/** A page of tickets the caller may see, newest first. Throws `invalid` for a search that cannot be read. */
export async function listTickets(context: Context, input: TicketListInput): Promise<Ticket[]> {
  const page = pageOf(context, input)
  return context.read(async (tx) => {
    const ids = await listTicketIds(tx, context.workspace.id, page)
    const found = new Map((await findTickets(tx, context.workspace.id, ids)).map((ticket) => [ticket.id, ticket]))
    return ids.flatMap((id) => found.get(id) ?? [])
  })
}

/** The ids of the tickets a search finds for the caller, newest first, up to a number. Throws `invalid` like the list. */
export async function findMatching(
  context: Context,
  { q, view, limit }: { q: string; view: TicketView | null; limit: number },
): Promise<string[]> {
  const none = { status: null, queue: null, assignee: null, customerId: null, before: null }
  const page = pageOf(context, { ...none, q, view, limit })
  return context.read((tx) => listTicketIds(tx, context.workspace.id, page))
}

/** Those of these tickets that the caller may see, in no order. */
export async function findReadable(context: Context, ticketIds: readonly string[]): Promise<Ticket[]> {
  requirePermission(context, 'ticket:read')
  const found = await context.read((tx) => findTickets(tx, context.workspace.id, ticketIds))
  return found.filter((ticket) => can(context.principal, 'ticket:read', placeOf(ticket)))
}

function pageOf(context: Context, input: TicketListInput) {
  requirePermission(context, 'ticket:read')
  const parsed = parseTicketQuery(input.q)
  if (parsed.kind === 'refused') throw refuseField('q', 'unreadable_query', `${parsed.message} (at ${parsed.at})`)
  const filter = { ...input, terms: parsed.terms.map(withPlainIds) }
  const asking = { principal: context.principal, at: context.now() }
  return { filter, asking, before: input.before, limit: input.limit }
}

/** How many tickets each view holds for the caller, up to a thousand. */
export async function countTicketViews(context: Context): Promise<Record<TicketView, number>> {
  requirePermission(context, 'ticket:read')
  const asking = { principal: context.principal, at: context.now() }
  return context.read((tx) => countViews(tx, context.workspace.id, { asking, most: mostCounted }))
}

function withPlainIds(term: QueryTerm): QueryTerm {
  return term.kind === 'assignee' || term.kind === 'follower'
    ? { ...term, who: decodeId('agent', term.who) ?? term.who }
    : term
}
