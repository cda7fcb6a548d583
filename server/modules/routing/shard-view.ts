import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Workspaces whose router shard nobody holds, of all workspaces; needs the relay's role. */
export async function findFreeShards(tx: Tx): Promise<string[]> {
  const rows = await tx.rows(sql<{ workspaceId: string }>`
    select workspace.id as "workspaceId"
    from workspaces as workspace
    left join router_shards as shard on shard.workspace_id = workspace.id
    where shard.lease_until is null or shard.lease_until < clock_timestamp()
    order by workspace.created_at`)
  return rows.map((row) => row.workspaceId)
}
