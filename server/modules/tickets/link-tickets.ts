import type { Context, Tx } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import { appendEvents } from '../events/index.ts'
import { deleteLink, insertLink, listLinksOf } from './link-store.ts'
import { placeOf } from './place-of.ts'
import type { LinkKind, TicketLink } from './ticket-link.ts'
import { lockTickets, takeTicketSeq } from './ticket-store.ts'
import { findTicket } from './ticket-view.ts'

/**
 * Says how a ticket belongs to another; saying it twice is once. Gives all links, or null when there is no such ticket.
 * Throws `invalid` when the other one cannot be linked.
 */
export async function linkTickets(
  context: Context,
  input: { ticketId: string; kind: LinkKind; otherTicketId: string },
): Promise<TicketLink[] | null> {
  const { ticketId, kind, otherTicketId } = input
  if (ticketId === otherTicketId) throw refuseField('/ticketId', 'same_ticket', 'A ticket cannot be linked to itself.')
  return changeLinks(context, ticketId, async (tx) => {
    const other = await findTicket(tx, context.workspace.id, otherTicketId)
    if (other === null || !can(context.principal, 'ticket:read', placeOf(other))) {
      throw refuseField('/ticketId', 'unknown_ticket', 'There is no such ticket to link to.')
    }
    const isNew = await insertLink(tx, context.workspace.id, { id: newId(), ticketId, kind, otherTicketId })
    return isNew ? { type: 'ticket.linked', kind, otherTicketId } : null
  })
}

/** Removes a link from the ticket that says it. Null when there is no such ticket or link. */
export async function unlinkTickets(
  context: Context,
  input: { ticketId: string; linkId: string },
): Promise<TicketLink[] | null> {
  const { ticketId, linkId } = input
  let isFound = false
  const links = await changeLinks(context, ticketId, async (tx) => {
    const removed = await deleteLink(tx, context.workspace.id, { id: linkId, ticketId })
    isFound = removed !== null
    return removed === null ? null : { type: 'ticket.unlinked', ...removed }
  })
  return isFound ? links : null
}

/** A ticket's links, or null when there is no such ticket. */
export async function readLinks(context: Context, input: { ticketId: string }): Promise<TicketLink[] | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, input.ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    return listLinksOf(tx, context.workspace.id, input.ticketId)
  })
}

interface LinkFact {
  readonly type: 'ticket.linked' | 'ticket.unlinked'
  readonly kind: LinkKind
  readonly otherTicketId: string
}

async function changeLinks(
  context: Context,
  ticketId: string,
  change: (tx: Tx) => Promise<LinkFact | null>,
): Promise<TicketLink[] | null> {
  return context.transaction(async (tx) => {
    await lockTickets(tx, context.workspace.id, [ticketId])
    const ticket = await findTicket(tx, context.workspace.id, ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    requirePermission(context, 'ticket:write', placeOf(ticket))
    const fact = await change(tx)
    if (fact !== null) {
      const seq = (await takeTicketSeq(tx, context.workspace.id, new Map([[ticketId, 1]]))).get(ticketId) ?? 0
      const data = { kind: fact.kind, otherTicketId: encodeId('ticket', fact.otherTicketId) }
      const subject = { kind: 'ticket', id: ticketId, seq } as const
      await appendEvents(tx, context, [{ type: fact.type, subject, ticketId, data }])
    }
    return listLinksOf(tx, context.workspace.id, ticketId)
  })
}
