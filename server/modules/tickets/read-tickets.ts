import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { placeOf } from './place-of.ts'
import type { Ticket } from './ticket.ts'
import { findTicket, findTicketIdByNumber, findTickets } from './ticket-view.ts'

/** One ticket by its id, or null when there is none the caller may see. */
export async function getTicket(context: Context, input: { ticketId: string }): Promise<Ticket | null> {
  const ticket = await context.read((tx) => findTicket(tx, context.workspace.id, input.ticketId))
  return ticket !== null && can(context.principal, 'ticket:read', placeOf(ticket)) ? ticket : null
}

/** The id of the ticket with a number, or null. */
export async function getTicketIdByNumber(context: Context, input: { number: number }): Promise<string | null> {
  return context.read((tx) => findTicketIdByNumber(tx, context.workspace.id, input.number))
}

/** Those of these tickets that the caller may see, in no order. */
export async function findReadable(context: Context, ticketIds: readonly string[]): Promise<Ticket[]> {
  requirePermission(context, 'ticket:read')
  const found = await context.read((tx) => findTickets(tx, context.workspace.id, ticketIds))
  return found.filter((ticket) => can(context.principal, 'ticket:read', placeOf(ticket)))
}
