import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Since when an agent is gone without having said so, in epoch ms; null when it is back, or went offline on its own. */
export async function findLostSince(tx: Tx, workspaceId: string, agentId: string): Promise<number | null> {
  const row = await tx.first(sql<{ since: number }>`
    select load.presence_since as since
    from agent_loads as load
    where load.workspace_id = ${workspaceId}
      and load.agent_id = ${agentId}
      and load.presence = 'offline'
      and load.presence_reason in ('connection_lost', 'time_limit')`)
  return row?.since ?? null
}
