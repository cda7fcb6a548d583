import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { idleMs } from './session.ts'

/** Removes tokens of chats and portals that ended before an instant, at most `limit`; gives how many went. */
export async function deleteEndedTokens(
  tx: Tx,
  workspaceId: string,
  old: { beforeMs: number; limit: number },
): Promise<number> {
  const rows = await tx.rows(sql<{ id: string }>`
    delete from service_tokens
    where service_tokens.workspace_id = ${workspaceId}
      and service_tokens.id in (
        select ended.id
        from service_tokens as ended
        where ended.workspace_id = ${workspaceId}
          and (ended.chat_id is not null or ended.portal_address is not null)
          and ended.expires_at <= ${new Date(old.beforeMs)}::timestamptz
        limit ${old.limit})
    returning service_tokens.id`)
  await tx.count(sql`
    delete from token_index
    where token_index.workspace_id = ${workspaceId}
      and token_index.token_id = any(${rows.map((row) => row.id)}::uuid[])`)
  return rows.length
}

/** Passes go first: they refer to sessions. */
export async function deleteExpired(tx: Tx, nowMs: number): Promise<number> {
  const now = new Date(nowMs)
  const passes = await tx.count(sql`delete from realtime_passes where realtime_passes.expires_at <= ${now}`)
  const sessions = await tx.count(sql`
    delete from sessions
    where sessions.expires_at <= ${now}
      or sessions.last_seen_at <= ${new Date(nowMs - idleMs)}`)
  const links = await tx.count(sql`delete from sign_in_links where sign_in_links.expires_at <= ${now}`)
  const tries = await tx.count(sql`delete from sign_in_failures where sign_in_failures.window_ends_at <= ${now}`)
  return passes + sessions + links + tries
}
