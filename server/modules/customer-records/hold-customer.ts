import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { forgetCustomers, lockCustomers } from '../customers/index.ts'
import { findTicketIdsOf, lockTickets, type MovedTicket } from '../tickets/index.ts'

/**
 * Holds customers with their tickets, in the order every writer keeps: the tickets, then the customers. Whoever writes
 * about one of them is done by then or waits; a ticket that came meanwhile is found afterwards.
 */
export async function holdCustomersWhole(
  tx: Tx,
  context: Context,
  { owners, customerIds }: { owners: readonly string[]; customerIds: readonly string[] },
): Promise<void> {
  const workspaceId = context.workspace.id
  const ticketIds: string[] = []
  for (const owner of owners) ticketIds.push(...(await findTicketIdsOf(tx, workspaceId, owner)))
  await lockTickets(tx, workspaceId, ticketIds)
  await lockCustomers(tx, workspaceId, customerIds)
  tx.afterCommit(() => forgetCustomers(context, customerIds))
}

/** Says of each ticket that it is another customer's now. */
export async function tellTickets(tx: Tx, context: Context, moved: readonly MovedTicket[]): Promise<void> {
  await appendEvents(
    tx,
    context,
    moved.map(({ id, seq }): NewEvent => ({
      type: 'ticket.updated',
      subject: { kind: 'ticket', id, seq },
      ticketId: id,
      data: { changed: ['customer'] },
    })),
  )
}

/** The fact of a merge or of its end, as it is told on one of the two. */
export function mergeFact(
  type: 'customer.merged' | 'customer.unmerged',
  on: { id: string; seq: number },
  told: { sourceId: string; targetId: string; tickets: number; orders: number },
): NewEvent {
  const { sourceId, targetId, tickets, orders } = told
  return {
    type,
    subject: { kind: 'customer', ...on },
    ticketId: null,
    data: { sourceId: encodeId('customer', sourceId), targetId: encodeId('customer', targetId), tickets, orders },
  }
}
