import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import type { Ticket } from '../tickets/index.ts'
import { handleTicket } from './handle-ticket.ts'
import { wakingChange } from './snooze-end.ts'
import { type Grip, noChange, type TicketChange } from './ticket-change.ts'

/** Nobody remembers why something was put aside longer ago. */
const longestMs = 366 * 86_400_000

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
  const at = context.now()
  if (until <= at) throw refuseField('/until', 'past', 'That time has passed.')
  if (until > at + longestMs) throw refuseField('/until', 'too_late', 'A ticket is put aside for a year at most.')
  return handleTicket(context, { ticketId, permission: 'ticket:write', expectedVersion }, (grip) =>
    snoozeChange(grip, until),
  )
}

/** Takes a ticket that was put aside up again; one that was not stays as it is. Null when there is no such ticket. */
export async function wakeTicket(context: Context, { ticketId, expectedVersion }: SnoozeInput): Promise<Ticket | null> {
  return handleTicket(context, { ticketId, permission: 'ticket:write', expectedVersion }, ({ ticket }) =>
    ticket.snoozedUntil === null ? noChange : wakingChange('person'),
  )
}

function snoozeChange({ ticket, task }: Grip, until: number): TicketChange {
  const { statusCategory, snoozedUntil } = ticket
  if (statusCategory === 'solved' || statusCategory === 'closed')
    throw new AppError('conflict', `The ticket is ${statusCategory}: there is nothing to put aside.`, {
      reason: 'ended',
    })
  if (task !== null && task.kind !== 'ticket')
    throw new AppError('conflict', 'Somebody is on the line or waits for a call: this cannot be put aside.', {
      reason: 'live',
    })
  if (snoozedUntil === until) return noChange
  return {
    patch: { snoozedUntil: until },
    facts: [{ type: 'ticket.snoozed', data: { until: new Date(until).toISOString() } }],
    clockEvents: [],
    taskMoves: [{ kind: 'pause' }],
  }
}
