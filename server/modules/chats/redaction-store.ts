import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A message's place in its chat. */
export interface RedactedPlace {
  readonly messageId: string
  readonly chatId: string
  readonly seq: number
}

/** Notes on their chats that the words of these messages were taken out. Gives the places of those that are in one. */
export function noteRedacted(tx: Tx, workspaceId: string, messageIds: readonly string[]): Promise<RedactedPlace[]> {
  return tx.rows(sql<RedactedPlace>`
    with place as (
      select spoken.chat_id, spoken.seq, spoken.message_id
      from chat_messages as spoken
      where spoken.workspace_id = ${workspaceId} and spoken.message_id = any(${messageIds}::uuid[])),
    noted as (
      update chat_sessions as chat
      set redacted = chat.redacted || gone.seqs
      from (select place.chat_id, array_agg(place.seq) as seqs from place group by place.chat_id) as gone
      where chat.workspace_id = ${workspaceId} and chat.id = gone.chat_id)
    select place.message_id as "messageId", place.chat_id as "chatId", place.seq
    from place`)
}
