import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** That an agent is gone without having seen to its work. */
export interface LostAgent {
  /** Epoch ms. */
  readonly since: number
  /** It was put away, and does not come back. */
  readonly isForGood: boolean
}

/** How an agent is gone without having said so, or null when it is back, or went offline on its own. */
export function findLost(tx: Tx, workspaceId: string, agentId: string): Promise<LostAgent | null> {
  return tx.first(sql<LostAgent>`
    select load.presence_since as since, load.presence_reason = 'archived' as "isForGood"
    from agent_loads as load
    where load.workspace_id = ${workspaceId}
      and load.agent_id = ${agentId}
      and load.presence = 'offline'
      and load.presence_reason in ('connection_lost', 'time_limit', 'archived')`)
}
