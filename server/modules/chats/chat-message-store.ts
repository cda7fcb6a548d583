import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The place of a message in its chat. */
export interface PlaceInChat {
  readonly chatId: string
  readonly seq: number
}

/**
 * Gives a public message of a ticket its place in the ticket's live chat: the next number, counted under the lock of the
 * chat's row. The desk has read what it says itself, where it had read all before. Null when no chat goes on. Throws when
 * the chat has a message under this `clientId` already.
 */
export function placeInChat(
  tx: Tx,
  workspaceId: string,
  said: { ticketId: string; messageId: string; clientId: string | null; isOfDesk: boolean },
): Promise<PlaceInChat | null> {
  return tx.first(sql<PlaceInChat>`
    with counted as (
      update chat_sessions as chat
      set message_seq = chat.message_seq + 1,
        agent_read_seq = chat.agent_read_seq
          + case when ${said.isOfDesk} and chat.agent_read_seq = chat.message_seq then 1 else 0 end
      where chat.workspace_id = ${workspaceId} and chat.ticket_id = ${said.ticketId} and chat.ended_at is null
      returning chat.id, chat.message_seq)
    insert into chat_messages (workspace_id, chat_id, seq, message_id, client_id)
    select ${workspaceId}, counted.id, counted.message_seq, ${said.messageId}::uuid, ${said.clientId}::text
    from counted
    returning chat_messages.chat_id as "chatId", chat_messages.seq`)
}
