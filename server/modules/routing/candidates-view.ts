import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** An agent as far as a search by name ranks it. */
export interface CandidateRow {
  readonly agentId: string
  readonly version: number
  readonly shift: string | null
  readonly isAvailable: boolean
  readonly rating: number | null
  /** Used and reserved units of all, 0 to 1. */
  readonly load: number
  /** Epoch ms. */
  readonly idleSince: number
}

/** Every agent of a workspace, there or not. */
export function listCandidates(tx: Tx, workspaceId: string): Promise<CandidateRow[]> {
  return tx.rows(sql<CandidateRow>`
    select agent.id as "agentId", agent.version, agent.shift, load.presence = 'available' as "isAvailable",
      agent.rating::float8 as rating, load.idle_since as "idleSince",
      (load.used_units + load.reserved_units)::float8 / greatest(load.capacity_units, 1) as load
    from agents as agent
    join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
    where agent.workspace_id = ${workspaceId} and agent.archived_at is null`)
}
