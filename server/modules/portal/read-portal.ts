import type { Context, Tx } from '../../platform/context.ts'
import { customersOf } from '../../platform/principal.ts'
import { can } from '../access/index.ts'
import {
  findLastMessages,
  findSaidElsewhere,
  findTicket,
  findTickets,
  type Message,
  placeOf,
  readableFor,
  type Ticket,
} from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { asCustomer } from './as-customer.ts'
import { findMergedTogether, findRatings, listTicketsOf, type PortalState } from './portal-view.ts'
import {
  type PortalMessage,
  type PortalTicket,
  presentPortalMessage,
  presentPortalTicket,
} from './present-portal-ticket.ts'

/** More messages than this one request has hardly ever; of more, the last are shown. */
const mostMessages = 500

/** Who is signed in; the address is null for a token that no link began. */
export function readPortalSession(context: Context): {
  email: string | null
  workspace: { slug: string; name: string }
} {
  asCustomer(context)
  const { principal, workspace } = context
  return { email: principal.portal?.address ?? null, workspace: { slug: workspace.slug, name: workspace.name } }
}

/** A page of the caller's requests, newest first, with the last thing said on each; `before` is the last id of the page before. */
export async function listPortalTickets(
  context: Context,
  input: { state: PortalState; language: string | null; before: string | null; limit: number },
): Promise<PortalTicket[]> {
  const customer = asCustomer(context)
  const { state, before, limit } = input
  return context.read(async (tx) => {
    const workspaceId = context.workspace.id
    const customerIds = [...customersOf(context.principal)]
    const ids = await listTicketsOf(tx, workspaceId, { customerIds, state, before, limit })
    const found = new Map((await findTickets(tx, workspaceId, ids)).map((ticket) => [ticket.id, ticket]))
    const tickets = ids.flatMap((id) => found.get(id) ?? [])
    return present(tx, customer, tickets, input.language)
  })
}

/** One request of the caller's with what was said on it in public, oldest first; null when it is none of theirs. */
export async function getPortalTicket(
  context: Context,
  { ticketId, language }: { ticketId: string; language: string | null },
): Promise<{ ticket: PortalTicket; messages: PortalMessage[] } | null> {
  const customer = asCustomer(context)
  const workspaceId = context.workspace.id
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, workspaceId, ticketId)
    if (ticket === null || !can(customer.principal, 'ticket:read', placeOf(ticket))) return null
    const customerIds = [...customersOf(context.principal)]
    const ticketIds = await findMergedTogether(tx, workspaceId, { ticketId, customerIds })
    const readable = readableFor(customer)
    const said = await findLastMessages(tx, workspaceId, { ticketIds, each: mostMessages, ...readable })
    const elsewhere = await findSaidElsewhere(tx, workspaceId, { ticketIds, ...readable })
    const inOrder = [...said, ...elsewhere].toSorted(byTime)
    const [shown] = await present(tx, customer, [ticket], language)
    if (shown === undefined) return null
    return { ticket: shown, messages: inOrder.slice(-mostMessages).map(presentPortalMessage) }
  })
}

function byTime(one: Message, other: Message): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)
}

/** Tickets in their customer's words, in the same order. */
async function present(
  tx: Tx,
  customer: Context,
  tickets: readonly Ticket[],
  language: string | null,
): Promise<PortalTicket[]> {
  const workflow = await currentWorkflow(customer)
  const workspaceId = customer.workspace.id
  const ticketIds = tickets.map(({ id }) => id)
  const readable = readableFor(customer)
  const messages = await findLastMessages(tx, workspaceId, { ticketIds, each: 1, ...readable })
  const elsewhere = await findSaidElsewhere(tx, workspaceId, { ticketIds, ...readable })
  // What a merge keeps elsewhere was said after it, and so after all that is kept here.
  const last = new Map<string, Message>([
    ...messages.map((message) => [message.ticketId, message] as const),
    ...elsewhere.map((message) => [message.saidTo, message] as const),
  ])
  const ratings = new Map((await findRatings(tx, workspaceId, ticketIds)).map((rating) => [rating.ticketId, rating]))
  return tickets.map((ticket) =>
    presentPortalTicket(ticket, {
      workflow,
      language,
      now: customer.now(),
      last: last.get(ticket.id) ?? null,
      rating: ratings.get(ticket.id) ?? null,
    }),
  )
}
