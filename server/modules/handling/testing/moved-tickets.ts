import type { Context } from '../../../platform/context.ts'
import type { Ticket } from '../../tickets/index.ts'
import { assignTicket, transitionTicket } from '../index.ts'
import type { Desk } from './desk.ts'

/** A guest's ticket that somebody has in hand. */
export async function handledTicket(desk: Desk): Promise<Ticket> {
  const agent = await desk.addAgent()
  const ticket = await desk.ticket({ serviceLine: 'guest-support', category: 'user_system' })
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  await transitionTicket(desk.context, { ticketId: ticket.id, to: 'handling' })
  return desk.read(ticket)
}

/** A ticket that went the way of the engineers to its end, moved by whoever the context is of. */
export async function closedTicket(desk: Desk, by: Context = desk.context): Promise<Ticket> {
  const agent = await desk.addAgent()
  const ticket = await desk.ticket()
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  const facts = { cause: { text: 'A' }, correction: { text: 'B' }, solutionCheck: 'passed', resolution: 'C' } as const
  await transitionTicket(by, { ticketId: ticket.id, to: 'closed', ...facts })
  return desk.read(ticket)
}
