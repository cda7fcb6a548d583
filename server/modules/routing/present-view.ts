import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** An agent that is available, with the version of its description and the calendar of its shift. */
export interface AvailableAgent {
  readonly agentId: string
  readonly version: number
  readonly shift: string | null
}

/** Who is available, busy or not. */
export function findAvailable(tx: Tx, workspaceId: string): Promise<AvailableAgent[]> {
  return tx.rows(sql<AvailableAgent>`
    select agent.id as "agentId", agent.version, agent.shift
    from agent_loads as load
    join agents as agent on agent.workspace_id = load.workspace_id and agent.id = load.agent_id
    where load.workspace_id = ${workspaceId} and load.presence = 'available' and agent.archived_at is null`)
}
