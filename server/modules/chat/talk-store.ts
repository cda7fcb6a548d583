import type { PreparedStatement } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Nobody is waited for who changes a ticket: that may take long, and the words of all others would wait with it. */
const holdTickets: PreparedStatement = {
  name: 'talk-tickets',
  text: `
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = $1
      and ticket.id in (
        select chat.ticket_id
        from chat_sessions as chat
        where chat.workspace_id = $1 and chat.id = any($2::uuid[]))
    order by ticket.id
    for no key update skip locked`,
}
/** What holds a chat alone is short: somebody has read so far, a page is still there. */
const holdChats: PreparedStatement = {
  name: 'talk-chats',
  text: `
    select chat.id, chat.ticket_id as "ticketId"
    from chat_sessions as chat
    where chat.workspace_id = $1 and chat.id = any($2::uuid[]) and chat.ended_at is null
    order by chat.id
    for no key update`,
}

/**
 * Holds the tickets of live chats, as far as nobody else holds them, and the chats themselves, in the order every writer
 * keeps. Gives the chats that are held with their tickets.
 */
export async function holdTalks(tx: Tx, workspaceId: string, chatIds: readonly string[]): Promise<string[]> {
  const values = [workspaceId, chatIds]
  const [tickets, chats] = await Promise.all([
    tx.prepared<{ id: string }>(holdTickets, values),
    tx.prepared<{ id: string; ticketId: string }>(holdChats, values),
  ])
  const held = new Set(tickets.map(({ id }) => id))
  return chats.flatMap(({ id, ticketId }) => (held.has(ticketId) ? [id] : []))
}
