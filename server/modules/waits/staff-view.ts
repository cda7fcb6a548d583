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

type PackedAgent = [id: string, version: number, presence: PresenceState, since: number, capacity: number, held: number]

/**
 * The agents that are not archived; of these only when given. They come as one text: of 10,000 agents, taking apart as many rows of the protocol
 * would cost more than everything else about the figures.
 */
export async function findStaff(
  tx: Tx,
  workspaceId: string,
  agentIds: readonly string[] | null = null,
): Promise<StaffedAgent[]> {
  const ofThese = agentIds === null ? sql`` : sql`and agent.id = any(${agentIds}::uuid[])`
  const [[staff], held] = await Promise.all([
    tx.rows(sql<{ packed: PackedAgent[] | null }>`
      select json_agg(json_build_array(agent.id, agent.version, load.presence,
        floor(extract(epoch from load.presence_since) * 1000)::bigint, load.capacity_units,
        load.used_units + load.reserved_units)) as packed
      from agents as agent
      join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
      where agent.workspace_id = ${workspaceId} and agent.archived_at is null ${ofThese}`),
    findHeld(tx, workspaceId, agentIds),
  ])
  const heldBy = new Map(held.map((row) => [row.agentId, row.byKind]))
  return (staff?.packed ?? []).map(([agentId, version, presence, presentSince, capacityUnits, heldUnits]) => {
    const heldByKind = heldBy.get(agentId) ?? nothingHeld
    return { agentId, version, presence, presentSince, capacityUnits, heldUnits, heldByKind }
  })
}

const nothingHeld: StaffedAgent['heldByKind'] = {}

/** Tasks in hand and offers not answered, by agent and kind. */
function findHeld(
  tx: Tx,
  workspaceId: string,
  agentIds: readonly string[] | null,
): Promise<{ agentId: string; byKind: Record<string, number> }[]> {
  const ofThese = agentIds === null ? sql`` : sql`and offer.agent_id = any(${agentIds}::uuid[])`
  return tx.rows(sql<{ agentId: string; byKind: Record<string, number> }>`
    select kinds.agent_id as "agentId", jsonb_object_agg(kinds.kind, kinds.tasks) as "byKind"
    from (
      select offer.agent_id, task.kind, count(*) as tasks
      from offers as offer
      join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
      where offer.workspace_id = ${workspaceId}
        and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
        ${ofThese}
      group by offer.agent_id, task.kind) as kinds
    group by kinds.agent_id`)
}
