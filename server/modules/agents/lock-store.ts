import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/**
 * Holds the load rows of these agents until the transaction ends. Whoever will touch an agent's load, a ticket, its
 * task and its offers takes them in this order, so that no two transactions can block each other.
 */
export async function lockLoads(tx: Tx, workspaceId: string, agentIds: readonly string[]): Promise<void> {
  if (agentIds.length === 0) return
  await tx.rows(sql`
    select load.agent_id
    from agent_loads as load
    where load.workspace_id = ${workspaceId} and load.agent_id = any(${agentIds}::uuid[])
    order by load.agent_id
    for no key update`)
}
