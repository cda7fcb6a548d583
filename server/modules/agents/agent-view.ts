import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Agent, AgentKind, PresenceState } from './agent.ts'

interface AgentRow extends Omit<Agent, 'presence' | 'load'> {
  readonly presence: PresenceState
  readonly presenceReason: string | null
  readonly presenceSince: number
  readonly presenceUntil: number | null
  readonly usedUnits: number
  readonly reservedUnits: number
}

const columns = sql`
  agent.id, agent.kind, agent.name, agent.email, agent.member_id as "memberId", agent.partner_id as "partnerId",
  agent.team, agent.languages, agent.skills, agent.queues, agent.channels, agent.unit_overrides as "unitOverrides",
  agent.rating, agent.contact, agent.organization, agent.endpoint_url as "endpointUrl",
  agent.acceptance, agent.endpoint_concurrency as "endpointConcurrency", agent.shift, agent.version,
  agent.created_at as "createdAt", agent.updated_at as "updatedAt", load.capacity_units as "capacityUnits",
  load.presence, load.presence_reason as "presenceReason", load.presence_since as "presenceSince",
  load.presence_until as "presenceUntil", load.used_units as "usedUnits", load.reserved_units as "reservedUnits",
  load.version as "loadVersion"`

const joinLoad = sql`join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id`

/** One agent, or null when it is not there or put away. */
export function findAgent(tx: Tx, workspaceId: string, agentId: string): Promise<Agent | null> {
  return readAgent(tx, workspaceId, { agentId, lock: sql`` })
}

/** The same, its description locked until the transaction ends; presence and load may still move. */
export function lockAgent(tx: Tx, workspaceId: string, agentId: string): Promise<Agent | null> {
  return readAgent(tx, workspaceId, { agentId, lock: sql`for no key update of agent` })
}

async function readAgent(
  tx: Tx,
  workspaceId: string,
  { agentId, lock }: { agentId: string; lock: ReturnType<typeof sql> },
): Promise<Agent | null> {
  const row = await tx.first(sql<AgentRow>`
    select ${columns}
    from agents as agent
    ${joinLoad}
    where agent.workspace_id = ${workspaceId} and agent.id = ${agentId} and agent.archived_at is null
    ${lock}`)
  return row === null ? null : agentOf(row)
}

/** What a list of agents may be narrowed to; null = not asked. */
export interface AgentFilters {
  readonly skill: { readonly slug: string; readonly minLevel: number } | null
  /** BCP 47; `pt` and `pt-BR` find each other. */
  readonly language: string | null
  readonly queue: string | null
  readonly kind: AgentKind | null
  /** One of these; null = any, and none at all. */
  readonly ratings: readonly string[] | null
  /** The caller's grants; null = all. */
  readonly granted: { readonly queues: readonly string[] | null; readonly channels: readonly string[] | null }
  readonly partnerId: string | null
}

/** A page of agents, newest first; `before` is the last id of the page before. */
export async function listAgentPage(
  tx: Tx,
  workspaceId: string,
  page: { filters: AgentFilters; before: string | null; limit: number },
): Promise<Agent[]> {
  const { skill, language, queue, kind, ratings, granted, partnerId } = page.filters
  const rows = await tx.rows(sql<AgentRow>`
    select ${columns}
    from agents as agent
    ${joinLoad}
    where agent.workspace_id = ${workspaceId}
      and agent.archived_at is null
      and (${page.before}::uuid is null or agent.id < ${page.before}::uuid)
      and (${skill?.slug ?? null}::text is null
        or (agent.skills ->> ${skill?.slug ?? null})::integer >= ${skill?.minLevel ?? 0}::integer)
      and (${language}::text is null or exists (
        select 1
        from unnest(agent.languages) as spoken (tag)
        where lower(spoken.tag) = lower(${language})
          or starts_with(lower(spoken.tag), lower(${language}) || '-')
          or starts_with(lower(${language}), lower(spoken.tag) || '-')))
      and (${queue}::text is null or ${queue} = any(agent.queues))
      and (${kind}::text is null or agent.kind = ${kind})
      and (${ratings}::text[] is null or agent.rating = any(${ratings}::text[]))
      and (${granted.queues}::text[] is null or agent.queues && ${granted.queues}::text[])
      and (${granted.channels}::text[] is null or agent.channels is null or agent.channels && ${granted.channels}::text[])
      and (${partnerId}::uuid is null or agent.partner_id = ${partnerId}::uuid)
    order by agent.id desc
    limit ${page.limit}`)
  return rows.map(agentOf)
}

/** Every rating that an agent has, once. */
export async function listRatings(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ rating: string }>`
    select distinct agent.rating
    from agents as agent
    where agent.workspace_id = ${workspaceId} and agent.archived_at is null and agent.rating is not null`)
  return rows.map(({ rating }) => rating)
}

function agentOf(row: AgentRow): Agent {
  const { presence, presenceReason, presenceSince, presenceUntil, usedUnits, reservedUnits, ...agent } = row
  return {
    ...agent,
    presence: { state: presence, reason: presenceReason, since: presenceSince, until: presenceUntil },
    load: { usedUnits, reservedUnits },
  }
}
