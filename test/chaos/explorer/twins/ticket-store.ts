import type { Ticket } from '../../../../server/modules/tickets/index.ts'
import type * as real from '../../../../server/modules/tickets/ticket-store.ts'
import { plantable } from '../planted.ts'
import { nameOf } from '../people.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/tickets/ticket-store.ts'

export const lockTickets: typeof real.lockTickets = plantable('lockTickets', (tx, _workspaceId, ticketIds) => {
  const own = rowTx(tx)
  return own.run(() => {
    const known = [...new Set(ticketIds)].filter((id) => own.get('ticket', id) !== undefined).toSorted()
    for (const id of known) own.lock('ticket', id)
    return known
  })
})

export const lockTicketSeqs: typeof real.lockTicketSeqs = async (tx, workspaceId, ticketIds) => {
  const own = rowTx(tx)
  const held = await lockTickets(tx, workspaceId, ticketIds)
  return new Map(held.map((id) => [id, own.get('ticket', id)?.eventSeq ?? 0]))
}

export const takeTicketSeq: typeof real.takeTicketSeq = plantable('takeTicketSeq', (tx, _workspaceId, wanted) => {
  const own = rowTx(tx)
  return own.run(() => {
    for (const id of wanted.keys()) own.lock('ticket', id)
    const first = new Map<string, number>()
    for (const [id, count] of wanted) {
      const ticket = own.get('ticket', id)
      if (ticket === undefined) continue
      own.put('ticket', { ...ticket, eventSeq: ticket.eventSeq + count })
      first.set(id, ticket.eventSeq + 1)
    }
    return first
  })
})

export const saveTicket: typeof real.saveTicket = plantable('saveTicket', (tx, _workspaceId, change) => {
  const own = rowTx(tx)
  return own.run(() => {
    const { ticketId, events, at } = change
    own.lock('ticket', ticketId)
    const ticket = own.get('ticket', ticketId)
    if (ticket === undefined) return
    const { assigneeId, ...patch } = change.patch
    own.put('ticket', {
      ...ticket,
      ...(patch as Partial<Ticket>),
      ...(assigneeId !== undefined && {
        assignee: assigneeId === null ? null : { id: assigneeId, name: nameOf(assigneeId) },
      }),
      version: ticket.version + 1,
      eventSeq: ticket.eventSeq + events,
      updatedAt: at,
    })
  })
})
