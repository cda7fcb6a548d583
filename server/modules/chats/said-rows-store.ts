import type { Fragment } from '../../database/fragment.ts'

/** The place of a message in its chat, of several that are kept together; the chats are locked. */
export interface PlaceRow {
  readonly chat_id: string
  readonly seq: number
  readonly message_id: string
  readonly client_id: string | null
}

export const insertPlaces: Fragment<PlaceRow> = {
  name: 'said_places',
  columns: { chat_id: 'uuid', seq: 'integer', message_id: 'uuid', client_id: 'text' },
  text: `
    insert into chat_messages (workspace_id, chat_id, seq, message_id, client_id)
    select {$workspace}, row.chat_id, row.seq, row.message_id, row.client_id
    from {rows}
    returning 1`,
}

/** A chat in which something was said, and the number of its last message now. */
export interface SpokenChatRow {
  readonly id: string
  readonly message_seq: number
  /** Up to where the desk has read by what it said itself. */
  readonly agent_read_seq: number
  /** 1 when its customer said some of it, or somebody for it: a sign of life. */
  readonly is_heard: number
}

export const countInChats: Fragment<SpokenChatRow> = {
  name: 'spoken_chats',
  columns: { id: 'uuid', message_seq: 'integer', agent_read_seq: 'integer', is_heard: 'smallint' },
  text: `
    update chat_sessions as chat
    set message_seq = row.message_seq,
      agent_read_seq = greatest(chat.agent_read_seq, row.agent_read_seq),
      customer_seen_at = case when row.is_heard = 1 then {$now} else chat.customer_seen_at end
    from {rows}
    where chat.workspace_id = {$workspace} and chat.id = row.id and chat.ended_at is null
    returning 1`,
}
