import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export async function insertPass(
  tx: Tx,
  pass: { hash: Buffer; workspaceId: string; sessionId: string; expiresAtMs: number },
): Promise<void> {
  await tx.count(sql`
    insert into realtime_passes (hash, workspace_id, session_id, expires_at)
    values (${pass.hash}, ${pass.workspaceId}, ${pass.sessionId}, ${new Date(pass.expiresAtMs)})`)
}

/** Uses up a pass; null when it is unknown, used or too old. Of racing calls one wins. */
export function usePass(
  tx: Tx,
  hash: Buffer,
  nowMs: number,
): Promise<{ workspaceId: string; sessionId: string } | null> {
  const now = new Date(nowMs)
  return tx.first(sql`
    update realtime_passes
    set used_at = ${now}
    where realtime_passes.hash = ${hash}
      and realtime_passes.used_at is null
      and realtime_passes.expires_at > ${now}::timestamptz
    returning realtime_passes.workspace_id as "workspaceId", realtime_passes.session_id as "sessionId"`)
}
