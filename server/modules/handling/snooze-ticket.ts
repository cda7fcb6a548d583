import type { Context } from '../../platform/context.ts'
import type { Ticket } from '../tickets/index.ts'
import { handleTicket } from './handle-ticket.ts'
import { putAsideChange, refuseSnoozeTime, takeUpChange } from './snooze-change.ts'

interface SnoozeInput {
  readonly ticketId: string
  readonly expectedVersion: number | null
}

/**
 * Puts a ticket aside until a time: its work is paused and comes back then, or with the customer's next message. Its
 * clocks go on. Null when there is no such ticket. Throws `invalid`, and `conflict` for what has ended or is live.
 */
export async function snoozeTicket(
  context: Context,
  { ticketId, expectedVersion, until }: SnoozeInput & { readonly until: number },
): Promise<Ticket | null> {
  refuseSnoozeTime(until, context.now())
  return handleTicket(context, { ticketId, permission: 'ticket:write', expectedVersion }, ({ ticket, task }) =>
    putAsideChange(ticket, { until, isLive: task !== null && task.kind !== 'ticket' }),
  )
}

/** Takes a ticket that was put aside up again; one that was not stays as it is. Null when there is no such ticket. */
export async function wakeTicket(context: Context, { ticketId, expectedVersion }: SnoozeInput): Promise<Ticket | null> {
  return handleTicket(context, { ticketId, permission: 'ticket:write', expectedVersion }, ({ ticket }) =>
    takeUpChange(ticket),
  )
}
