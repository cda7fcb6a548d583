import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The name of an agent who can still be given work, or null when there is no such one. */
export async function findAgentName(tx: Tx, workspaceId: string, agentId: string): Promise<string | null> {
  const row = await tx.first(sql<{ name: string }>`
    select agent.name
    from agents as agent
    where agent.workspace_id = ${workspaceId} and agent.id = ${agentId} and agent.archived_at is null`)
  return row?.name ?? null
}
