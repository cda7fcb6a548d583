import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { PresenceState } from '../agents/index.ts'

/** An agent and what it is doing, with the version of its description; instants in epoch ms. */
export interface StaffedAgent {
  readonly agentId: string
  readonly version: number
  readonly presence: PresenceState
  readonly presentSince: number
  readonly capacityUnits: number
  /** Used and reserved together. */
  readonly heldUnits: number
  /** Tasks in hand and offers not answered, by kind of task. */
  readonly heldByKind: Readonly<Record<string, number>>
}

/** Every agent that is not archived. */
export function findStaff(tx: Tx, workspaceId: string): Promise<StaffedAgent[]> {
  return tx.rows(sql<StaffedAgent>`
    with held as (
      select kinds.agent_id, jsonb_object_agg(kinds.kind, kinds.tasks) as by_kind
      from (
        select offer.agent_id, task.kind, count(*) as tasks
        from offers as offer
        join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
        where offer.workspace_id = ${workspaceId}
          and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
        group by offer.agent_id, task.kind) as kinds
      group by kinds.agent_id)
    select agent.id as "agentId", agent.version, load.presence, load.presence_since as "presentSince",
      load.capacity_units as "capacityUnits", load.used_units + load.reserved_units as "heldUnits",
      coalesce(held.by_kind, '{}') as "heldByKind"
    from agents as agent
    join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
    left join held on held.agent_id = agent.id
    where agent.workspace_id = ${workspaceId} and agent.archived_at is null`)
}
