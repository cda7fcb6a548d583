import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The number of the workspace's last recorded event; 0 before the first. */
export async function findLastSequence(tx: Tx, workspaceId: string): Promise<number> {
  const row = await tx.first(sql<{ seq: number }>`
    select event.seq
    from events as event
    where event.workspace_id = ${workspaceId}
    order by event.seq desc
    limit 1`)
  return row?.seq ?? 0
}
