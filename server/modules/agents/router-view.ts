import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { AgentKind, PresenceState, UnitOverride } from './agent.ts'
import { endpointReasons } from './endpoint-reasons.ts'
import { roleOfAgent } from './role-view.ts'

/** What an agent is, as far as routing goes: what its memberships and ranks follow from. */
export interface DescribedAgent {
  readonly agentId: string
  readonly kind: AgentKind
  readonly name: string
  /** The slug of its partner. */
  readonly partner: string | null
  readonly team: string | null
  readonly languages: readonly string[]
  readonly skills: Readonly<Record<string, number>>
  readonly queues: readonly string[]
  readonly channels: readonly string[] | null
  /** Of the member it is, where it is a person; null = it is none, and may answer all it is offered. */
  readonly role: string | null
  readonly unitOverrides: Readonly<Record<string, UnitOverride>>
  readonly rating: string | null
  /** Of the description: what `agent.updated` carries. */
  readonly version: number
  readonly capacityUnits: number
}

/** Everything the routing engine needs of one agent, read in one snapshot. */
export interface RoutableAgent extends DescribedAgent {
  readonly partnerId: string | null
  readonly shift: string | null
  readonly presence: PresenceState
  /** Pending offers stay although the presence is not `available`. */
  readonly keepsOffers: boolean
  /** Its endpoint has failed and is tried with one offer. */
  readonly isProbing: boolean
  /** Of presence and load: what every event that changes them carries as `loadVersion`. */
  readonly loadVersion: number
  readonly idleSince: number
  /** When it was last offered anything; 0 = never. */
  readonly offeredAt: number
  /** Used and reserved together. */
  readonly units: number
  /** Tasks held, pending offers included, by kind. */
  readonly byKind: Readonly<Record<string, number>>
  /** The units of these. */
  readonly unitsByKind: Readonly<Record<string, number>>
}

const isProbing = sql`load.presence_reason is not distinct from ${endpointReasons.probing}`

/** The agents of a workspace as the router takes them in; of `agentIds` only when given. */
export function loadAgentsForRouter(
  tx: Tx,
  workspaceId: string,
  agentIds: readonly string[] | null = null,
): Promise<RoutableAgent[]> {
  return tx.rows(sql<RoutableAgent>`
    with held as (
      select kinds.agent_id, jsonb_object_agg(kinds.kind, kinds.tasks) as by_kind,
        jsonb_object_agg(kinds.kind, kinds.units) as units_by_kind
      from (
        select offer.agent_id, task.kind, count(*) as tasks, sum(offer.units) as units
        from offers as offer
        join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
        where offer.workspace_id = ${workspaceId}
          and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
          and (${agentIds}::uuid[] is null or offer.agent_id = any(${agentIds}::uuid[]))
        group by offer.agent_id, task.kind) as kinds
      group by kinds.agent_id)
    select agent.id as "agentId", agent.kind, agent.name, agent.partner_id as "partnerId", partner.slug as partner, agent.team, agent.languages,
      agent.skills, agent.queues, agent.channels, ${roleOfAgent} as role, agent.unit_overrides as "unitOverrides", agent.rating,
      agent.shift, agent.version, load.capacity_units as "capacityUnits", load.presence,
      load.keeps_offers as "keepsOffers", ${isProbing} as "isProbing",
      load.version as "loadVersion", load.idle_since as "idleSince",
      coalesce(floor(extract(epoch from latest.created_at) * 1000), 0)::bigint as "offeredAt",
      load.used_units + load.reserved_units as units, coalesce(held.by_kind, '{}') as "byKind",
      coalesce(held.units_by_kind, '{}') as "unitsByKind"
    from agents as agent
    join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
    left join held on held.agent_id = agent.id
    left join partners as partner on partner.workspace_id = agent.workspace_id and partner.id = agent.partner_id
    left join lateral (
      select offer.created_at
      from offers as offer
      where offer.workspace_id = agent.workspace_id and offer.agent_id = agent.id
      order by offer.created_at desc
      limit 1) as latest on true
    where agent.workspace_id = ${workspaceId}
      and agent.archived_at is null
      and (${agentIds}::uuid[] is null or agent.id = any(${agentIds}::uuid[]))
    order by agent.id`)
}

type PackedDescription = [
  agentId: string,
  kind: AgentKind,
  name: string,
  partner: string | null,
  team: string | null,
  languages: string[],
  skills: Record<string, number>,
  queues: string[],
  channels: string[] | null,
  role: string | null,
  unitOverrides: Record<string, UnitOverride>,
  rating: string | null,
  version: number,
  capacityUnits: number,
]

/**
 * What the agents of a workspace are, and nothing of what they do: without a look at their offers. Of `agentIds` only when
 * given. They come as one text, for there may be 10,000 of them.
 */
export async function describeAgents(
  tx: Tx,
  workspaceId: string,
  agentIds: readonly string[] | null,
): Promise<DescribedAgent[]> {
  const ofThese = agentIds === null ? sql`` : sql`and agent.id = any(${agentIds}::uuid[])`
  const found = await tx.first(sql<{ packed: PackedDescription[] | null }>`
    select json_agg(json_build_array(agent.id, agent.kind, agent.name, partner.slug, agent.team, agent.languages,
      agent.skills, agent.queues, agent.channels, ${roleOfAgent}, agent.unit_overrides, agent.rating::text, agent.version,
      load.capacity_units)) as packed
    from agents as agent
    join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
    left join partners as partner on partner.workspace_id = agent.workspace_id and partner.id = agent.partner_id
    where agent.workspace_id = ${workspaceId} and agent.archived_at is null ${ofThese}`)
  return (found?.packed ?? []).map(
    ([
      agentId,
      kind,
      name,
      partner,
      team,
      languages,
      skills,
      queues,
      channels,
      role,
      unitOverrides,
      rating,
      version,
      capacityUnits,
    ]) => ({
      agentId,
      kind,
      name,
      partner,
      team,
      languages,
      skills,
      queues,
      channels,
      role,
      unitOverrides,
      rating,
      version,
      capacityUnits,
    }),
  )
}
