import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { AgentKind, PresenceState, UnitOverride } from '../agents/index.ts'

/** What an agent has left for one more task of a kind. */
export interface AgentRoom {
  readonly agentKind: AgentKind
  readonly presence: PresenceState
  readonly capacityUnits: number
  /** Used and reserved together. */
  readonly heldUnits: number
  readonly override: UnitOverride | null
  /** Tasks of that kind in hand, pending offers included. */
  readonly heldOfKind: number
  /** Units of all of them, by kind. */
  readonly unitsByKind: Readonly<Record<string, number>>
  /** A person with an offer to answer. */
  readonly isAnswering: boolean
}

/** The room of an agent who can still be given work, or null when there is no such one. Its load must be locked. */
export function findRoom(
  tx: Tx,
  workspaceId: string,
  asked: { agentId: string; kind: string },
): Promise<AgentRoom | null> {
  return tx.first(sql<AgentRoom>`
    select agent.kind as "agentKind", load.presence, load.capacity_units as "capacityUnits",
      load.used_units + load.reserved_units as "heldUnits", agent.unit_overrides -> ${asked.kind}::text as override,
      held."heldOfKind", held."unitsByKind", held."isAnswering"
    from agents as agent
    join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
    cross join lateral (
      select coalesce(sum(of_kind.tasks) filter (where of_kind.kind = ${asked.kind}), 0)::integer as "heldOfKind",
        coalesce(jsonb_object_agg(of_kind.kind, of_kind.units), '{}') as "unitsByKind",
        coalesce(bool_or(of_kind.is_answering), false) as "isAnswering"
      from (
        select task.kind, count(*) as tasks, sum(offer.units) as units,
          bool_or(offer.state = 'pending' and offer.one_at_a_time) as is_answering
        from offers as offer
        join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
        where offer.workspace_id = agent.workspace_id
          and offer.agent_id = agent.id
          and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
        group by task.kind) as of_kind) as held
    where agent.workspace_id = ${workspaceId} and agent.id = ${asked.agentId} and agent.archived_at is null`)
}
