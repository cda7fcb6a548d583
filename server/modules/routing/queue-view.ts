import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { PresenceState } from '../agents/index.ts'

/** How much work a queue has; paused tasks count nowhere. */
export interface QueueLoad {
  readonly queue: string
  readonly waiting: number
  readonly offered: number
  readonly active: number
  /** When the task that waits longest entered, in epoch ms; null when none waits. */
  readonly oldestAt: number | null
}

/** The work of every queue that has any, of some channels only when given. */
export function findQueueLoads(tx: Tx, workspaceId: string, channels: readonly string[] | null): Promise<QueueLoad[]> {
  return tx.rows(sql<QueueLoad>`
    select task.queue, count(*) filter (where task.state = 'waiting') as waiting,
      count(*) filter (where task.state = 'offered') as offered,
      count(*) filter (where task.state in ('active', 'wrapup')) as active,
      min(task.entered_at) filter (where task.state = 'waiting') as "oldestAt"
    from tasks as task
    where task.workspace_id = ${workspaceId}
      and task.state not in ('done', 'cancelled', 'abandoned')
      and (${channels}::text[] is null or task.channel = any(${channels}::text[]))
    group by task.queue`)
}

/** Presence of an agent, with the version of its description. */
export interface StaffedAgent {
  readonly agentId: string
  readonly version: number
  readonly presence: PresenceState
}

/** Every agent that is not archived. */
export function findStaff(tx: Tx, workspaceId: string): Promise<StaffedAgent[]> {
  return tx.rows(sql<StaffedAgent>`
    select agent.id as "agentId", agent.version, load.presence
    from agents as agent
    join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
    where agent.workspace_id = ${workspaceId} and agent.archived_at is null`)
}
