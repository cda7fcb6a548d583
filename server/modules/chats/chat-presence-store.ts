import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export type ChatSide = 'customer' | 'agent'

/** Notes up to where a side has read, never further than what was said nor back; null when that changes nothing. */
export function noteRead(
  tx: Tx,
  workspaceId: string,
  { chatId, side, seq }: { chatId: string; side: ChatSide; seq: number },
): Promise<{ seq: number } | null> {
  const mark = side === 'customer' ? sql`customer_read_seq` : sql`agent_read_seq`
  return tx.first(sql<{ seq: number }>`
    update chat_sessions as chat
    set ${mark} = least(${seq}::integer, chat.message_seq)
    where chat.workspace_id = ${workspaceId}
      and chat.id = ${chatId}
      and chat.${mark} < least(${seq}::integer, chat.message_seq)
    returning chat.${mark} as seq`)
}

/** Notes a sign of life of the customers of these chats, in the order of their ids. */
export async function noteCustomers(
  tx: Tx,
  workspaceId: string,
  { chatIds, at }: { chatIds: readonly string[]; at: number },
): Promise<void> {
  await tx.count(sql`
    update chat_sessions as chat
    set customer_seen_at = ${new Date(at)}
    from (
      select held.id
      from chat_sessions as held
      where held.workspace_id = ${workspaceId} and held.id = any(${chatIds}::uuid[]) and held.ended_at is null
      order by held.id
      for no key update) as seen
    where chat.workspace_id = ${workspaceId} and chat.id = seen.id`)
}
