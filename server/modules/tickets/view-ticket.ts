import type { Context } from '../../platform/context.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { presentAbilities, presentTicket, type TicketAnswer } from './present-ticket.ts'
import type { Ticket } from './ticket.ts'

/** A ticket as the API writes it, with what this caller may do to it now. */
export async function viewTicket(context: Context, ticket: Ticket) {
  const workflow = await currentWorkflow(context)
  return { ...presentTicket(ticket, workflow), ...presentAbilities(ticket, workflow, context.principal) }
}

/** Tickets as the API lists them. */
export async function viewTickets(context: Context, tickets: readonly Ticket[]): Promise<TicketAnswer[]> {
  const workflow = await currentWorkflow(context)
  return tickets.map((ticket) => presentTicket(ticket, workflow))
}
