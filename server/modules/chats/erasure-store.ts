import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks what customers wrote of the chats on these tickets and where they came from; figures stay. Gives the chats' ids. */
export async function blankChats(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    update chat_sessions as chat
    set rating_comment = null, origin = null
    where chat.workspace_id = ${workspaceId} and chat.ticket_id = any(${ticketIds}::uuid[])
    returning chat.id`)
  const ids = rows.map((row) => row.id)
  await tx.count(sql`
    update chat_messages as spoken
    set client_id = null
    where spoken.workspace_id = ${workspaceId}
      and spoken.chat_id = any(${ids}::uuid[])
      and spoken.client_id is not null`)
  return ids
}
