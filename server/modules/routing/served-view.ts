import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Tasks each agent has taken, or was given, since an instant; `since` 0 = nobody asks, and nothing is read. */
export async function findServed(tx: Tx, workspaceId: string, since: number): Promise<ReadonlyMap<string, number>> {
  if (since === 0) return new Map()
  const rows = await tx.rows(sql<{ agentId: string; tasks: number }>`
    select offer.agent_id as "agentId", count(*)::integer as tasks
    from offers as offer
    where offer.workspace_id = ${workspaceId} and offer.state = 'accepted' and offer.ended_at >= ${new Date(since)}
    group by offer.agent_id`)
  return new Map(rows.map((row) => [row.agentId, row.tasks]))
}
