import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import { appendEvents } from '../events/index.ts'
import { deleteLink, findParent, insertLink, leadsTo, listLinksOf, lockChains } from './link-store.ts'
import { placeOf } from './place-of.ts'
import { chainedKinds, type LinkKind, type TicketLink } from './ticket-link.ts'
import { lockTickets, takeTicketSeq } from './ticket-store.ts'
import { findTicket } from './ticket-view.ts'

/**
 * Says how a ticket belongs to another; saying it twice is once. Gives all links, or null when there is no such ticket.
 * Throws `invalid` when the other one cannot be linked, `conflict` when that would lead round in a circle or give it a second
 * parent.
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
    await refuseCircle(tx, context, input)
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

/** A ticket has one parent, and no chain of links comes back to where it began. */
async function refuseCircle(
  tx: Tx,
  context: Context,
  { ticketId, kind, otherTicketId }: { ticketId: string; kind: LinkKind; otherTicketId: string },
): Promise<void> {
  if (!chainedKinds.has(kind)) return
  const workspaceId = context.workspace.id
  await lockChains(tx, workspaceId)
  const parent = kind === 'parent' ? await findParent(tx, workspaceId, ticketId) : null
  if (parent !== null && parent.id !== otherTicketId) {
    const details = { reason: 'has_parent', parent: { id: encodeId('ticket', parent.id), number: parent.number } }
    throw new AppError('conflict', `This ticket has the parent #${parent.number} already.`, details)
  }
  if (await leadsTo(tx, workspaceId, { kind, from: otherTicketId, to: ticketId }))
    throw new AppError('conflict', 'These links would lead round in a circle.', { reason: 'circle' })
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
