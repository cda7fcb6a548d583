import type { Context, Tx } from '../../platform/context.ts'
import { can, type Permission, requirePermission } from '../access/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { findTicket, lockTickets, placeOf, saveTicket, takeTicketSeq, type Ticket } from '../tickets/index.ts'

type FactType =
  | 'ticket.followed'
  | 'ticket.unfollowed'
  | 'ticket.checklist_changed'
  | 'ticket.mentions_read'
  | 'ticket.mentioned'
  | 'ticket.team_told'

/** What is told of a ticket by this module; its place in the ticket's sequence not yet taken. */
export type BesideFact = {
  [T in FactType]: { readonly type: T; readonly data: Extract<NewEvent, { type: T }>['data'] }
}[FactType]

/**
 * The frame of what is changed beside a ticket: holds it, lets `change` do it and say what happened, and records that.
 * Null when there is no such ticket. With `isChange` it counts as a change of the ticket and raises its version.
 */
export async function changeBeside(
  context: Context,
  { ticketId, permission, isChange }: { ticketId: string; permission: Permission; isChange: boolean },
  change: (tx: Tx, ticket: Ticket) => Promise<readonly BesideFact[]>,
): Promise<Ticket | null> {
  return context.transaction(async (tx) => {
    await lockTickets(tx, context.workspace.id, [ticketId])
    const ticket = await findTicket(tx, context.workspace.id, ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    requirePermission(context, permission, placeOf(ticket))
    const facts = await change(tx, ticket)
    if (facts.length === 0) return ticket
    await recordBeside(tx, context, { ticket, facts, isChange })
    return isChange ? findTicket(tx, context.workspace.id, ticketId) : ticket
  })
}

/** Records facts of a ticket this transaction has locked. */
export async function recordBeside(
  tx: Tx,
  context: Context,
  {
    ticket,
    facts,
    isChange,
  }: { ticket: Pick<Ticket, 'id' | 'eventSeq'>; facts: readonly BesideFact[]; isChange: boolean },
): Promise<void> {
  const { id } = ticket
  let first = ticket.eventSeq + 1
  if (isChange)
    await saveTicket(tx, context.workspace.id, { ticketId: id, patch: {}, events: facts.length, at: context.now() })
  else first = (await takeTicketSeq(tx, context.workspace.id, new Map([[id, facts.length]]))).get(id) ?? first
  const events = facts.map((fact, index) => {
    const subject = { kind: 'ticket', id, seq: first + index } as const
    return { ...fact, subject, ticketId: id } as NewEvent
  })
  await appendEvents(tx, context, events)
}
