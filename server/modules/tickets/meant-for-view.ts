import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/*
 * A merge keeps what is said to a ticket on another one, which may be another customer's. Whom a message is for is told by
 * the ticket it was said to, wherever it is kept.
 */

/** Holds for messages, named `message`, that are these customers' to read, whoever wrote them; null = everybody's. */
export function isMeantFor(customerIds: readonly string[] | null) {
  return sql`(${customerIds}::uuid[] is null
    or (message.author_kind <> 'customer' or message.author_id = any(${customerIds}::uuid[]))
      and (message.said_to is null or exists (
        select 1
        from tickets as meant
        where meant.workspace_id = message.workspace_id and meant.id = message.said_to
          and meant.customer_id = any(${customerIds}::uuid[]))))`
}

/**
 * The ticket that each of these messages is for, by message: the one it was said to where it is kept on another
 * customer's, else the one it is kept on.
 */
export async function findMeantTickets(
  tx: Tx,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows(sql<{ id: string; ticketId: string }>`
    select message.id,
      case when meant.customer_id <> kept.customer_id then meant.id else kept.id end as "ticketId"
    from messages as message
    join tickets as kept on kept.workspace_id = message.workspace_id and kept.id = message.ticket_id
    left join tickets as meant on meant.workspace_id = message.workspace_id and meant.id = message.said_to
    where message.workspace_id = ${workspaceId} and message.id = any(${messageIds}::uuid[])`)
  return new Map(rows.map(({ id, ticketId }) => [id, ticketId]))
}
