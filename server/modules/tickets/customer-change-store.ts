import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The ids of a customer's tickets, in the order they are locked in. */
export async function findTicketIdsOf(tx: Tx, workspaceId: string, customerId: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.customer_id = ${customerId}
    order by ticket.id`)
  return rows.map((row) => row.id)
}

/** A ticket that changed hands, and the place of the event that tells of it. */
export interface MovedTicket {
  readonly id: string
  readonly seq: number
}

/**
 * Makes tickets another customer's: all of the one they are of, or those of these ids that still are; with what that
 * customer said on them and on the tickets they go on in. Each takes a place in its sequence for the event.
 */
export async function moveTickets(
  tx: Tx,
  workspaceId: string,
  { from, to, ticketIds, at }: { from: string; to: string; ticketIds: readonly string[] | null; at: number },
): Promise<MovedTicket[]> {
  const moved = await tx.rows(sql<MovedTicket>`
    update tickets as ticket
    set customer_id = ${to}, version = ticket.version + 1, event_seq = ticket.event_seq + 1,
      updated_at = ${new Date(at)}
    where ticket.workspace_id = ${workspaceId}
      and ticket.customer_id = ${from}
      and (${ticketIds}::uuid[] is null or ticket.id = any(${ticketIds}::uuid[]))
    returning ticket.id, ticket.event_seq as seq`)
  const ids = moved.map((ticket) => ticket.id)
  // A customer speaks on its own tickets only; what is kept on another one says where it was said.
  await tx.count(sql`
    update messages as message
    set author_id = ${to}
    where message.workspace_id = ${workspaceId}
      and message.author_kind = 'customer'
      and message.author_id = ${from}
      and (message.ticket_id = any(${ids}::uuid[]) and message.said_to is null
        or message.said_to = any(${ids}::uuid[]))`)
  return moved
}
