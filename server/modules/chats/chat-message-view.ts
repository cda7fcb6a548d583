import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { PlaceInChat } from './chat-message-store.ts'

/** A message of a chat by its id, and the id its sender gave it. */
export interface PlacedMessage extends PlaceInChat {
  readonly messageId: string
  readonly clientId: string | null
}

const columns = sql`
  spoken.chat_id as "chatId", spoken.seq, spoken.message_id as "messageId", spoken.client_id as "clientId"`

/** The places of a chat's messages after a number, in order. */
export function listPlaces(
  tx: Tx,
  workspaceId: string,
  page: { chatId: string; after: number; limit: number },
): Promise<PlacedMessage[]> {
  return tx.rows(sql<PlacedMessage>`
    select ${columns}
    from chat_messages as spoken
    where spoken.workspace_id = ${workspaceId} and spoken.chat_id = ${page.chatId} and spoken.seq > ${page.after}
    order by spoken.seq
    limit ${page.limit}`)
}

/** The message that a sender has sent to a chat under this id, or null. */
export function findPlaceByClientId(
  tx: Tx,
  workspaceId: string,
  key: { chatId: string; clientId: string },
): Promise<PlacedMessage | null> {
  return tx.first(sql<PlacedMessage>`
    select ${columns}
    from chat_messages as spoken
    where spoken.workspace_id = ${workspaceId} and spoken.chat_id = ${key.chatId} and spoken.client_id = ${key.clientId}`)
}

/** A message as one answer to what is new after a number: the same chat may be asked about from several. */
export interface PlacedAfter extends PlacedMessage {
  readonly after: number
}

/** What was said in these chats after a number in each, in order. */
export function listPlacesOf(
  tx: Tx,
  workspaceId: string,
  { chats, limit }: { chats: readonly { readonly chatId: string; readonly after: number }[]; limit: number },
): Promise<PlacedAfter[]> {
  return tx.keyed(sql<PlacedAfter>`
    select ${columns}, asked.after
    from unnest(${chats.map(({ chatId }) => chatId)}::uuid[], ${chats.map(({ after }) => after)}::integer[])
      as asked (id, after)
    cross join lateral (
      select later.chat_id, later.seq, later.message_id, later.client_id
      from chat_messages as later
      where later.workspace_id = ${workspaceId} and later.chat_id = asked.id and later.seq > asked.after
      order by later.seq
      limit ${limit}) as spoken
    order by spoken.chat_id, spoken.seq`)
}
