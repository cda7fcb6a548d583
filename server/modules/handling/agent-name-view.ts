import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { PresenceState } from '../agents/index.ts'

/** The name of an agent who can still be given work, or null when there is no such one. */
export async function findAgentName(tx: Tx, workspaceId: string, agentId: string): Promise<string | null> {
  const row = await tx.first(sql<{ name: string }>`
    select agent.name
    from agents as agent
    where agent.workspace_id = ${workspaceId} and agent.id = ${agentId} and agent.archived_at is null`)
  return row?.name ?? null
}

/** The presence of an agent who can still be given work, or null when there is no such one. Its load must be locked. */
export async function findAgentPresence(tx: Tx, workspaceId: string, agentId: string): Promise<PresenceState | null> {
  const row = await tx.first(sql<{ presence: PresenceState }>`
    select load.presence
    from agents as agent
    join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
    where agent.workspace_id = ${workspaceId} and agent.id = ${agentId} and agent.archived_at is null`)
  return row?.presence ?? null
}
