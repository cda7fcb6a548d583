import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The agent's own cost for a kind of task, or null when it has none. */
export async function findUnitOverride(
  tx: Tx,
  workspaceId: string,
  task: { agentId: string; kind: string },
): Promise<number | null> {
  const row = await tx.first(sql<{ units: number | null }>`
    select (agent.unit_overrides -> ${task.kind}::text ->> 'units')::integer as units
    from agents as agent
    where agent.workspace_id = ${workspaceId} and agent.id = ${task.agentId}`)
  return row?.units ?? null
}
