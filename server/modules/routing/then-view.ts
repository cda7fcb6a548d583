import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type PresenceState, type RoutedDetails, routedBy } from '../agents/index.ts'

/** An earlier place in the log, and its instant in epoch ms. */
export interface Moment {
  readonly sequence: number
  readonly at: number
}

/** What an agent was doing then. */
export interface AgentThen {
  readonly agentId: string
  readonly presence: PresenceState
  /** What it was described by then and is not any more. */
  readonly was: Partial<RoutedDetails & { readonly role: string }>
  /** It has been described otherwise since, in a way of which nothing is kept. */
  readonly isChangedSince: boolean
  readonly held: readonly HeldThen[]
}

export interface HeldThen {
  readonly taskId: string
  readonly kind: string
  readonly units: number
  /** It was an offer to answer. */
  readonly isPending: boolean
}

/** These agents as they were: their description and presence by the log, what they held by their offers. */
export function findAgentsThen(
  tx: Tx,
  workspaceId: string,
  { agentIds, when: { sequence, at } }: { agentIds: readonly string[]; when: Moment },
): Promise<AgentThen[]> {
  const told = sql`
    from events as event
    where event.workspace_id = ${workspaceId} and event.subject_kind = 'agent' and event.subject_id = agent.id`
  const instant = new Date(at)
  return tx.rows(sql<AgentThen>`
    select agent.id as "agentId", coalesce(before.presence, after.presence, load.presence) as presence,
      coalesce(updates.was, '{}') as was, coalesce(updates.is_unkept, false) as "isChangedSince", held.offers as held
    from agents as agent
    join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
    left join lateral (
      select event.data ->> 'to' as presence
      ${told} and event.type = 'agent.presence_changed' and event.seq <= ${sequence}
      order by event.seq desc
      limit 1) as before on true
    left join lateral (
      select event.data ->> 'from' as presence
      ${told} and event.type = 'agent.presence_changed' and event.seq > ${sequence}
      order by event.seq
      limit 1) as after on true
    cross join lateral (
      select jsonb_object_agg(kept.name, kept.value order by event.seq desc) filter (where kept.name is not null) as was,
        bool_or(event.data -> 'changed' ? 'name'
          or (not event.data ? 'previous' and event.data -> 'changed' ?| ${routedBy}::text[])) as is_unkept
      from events as event
      left join lateral jsonb_each(event.data -> 'previous') as kept (name, value) on true
      where event.workspace_id = ${workspaceId}
        and event.subject_kind = 'agent'
        and event.subject_id = agent.id
        and event.type = 'agent.updated'
        and event.seq > ${sequence}) as updates
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('taskId', task.id, 'kind', task.kind, 'units', offer.units,
        'isPending', offer.ended_at is null or offer.ended_at > ${instant})), '[]') as offers
      from offers as offer
      join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
      where offer.workspace_id = agent.workspace_id
        and offer.agent_id = agent.id
        and offer.created_at < ${instant}
        and (offer.ended_at is null or offer.ended_at > ${instant} or offer.state = 'accepted')
        and (offer.released_at is null or offer.released_at > ${instant})) as held
    where agent.workspace_id = ${workspaceId} and agent.id = any(${agentIds}::uuid[])`)
}

/** Offers of a task that had been turned down or missed by then. */
export function findRefusalsThen(
  tx: Tx,
  workspaceId: string,
  { taskId, when: { at } }: { taskId: string; when: Moment },
): Promise<{ agentId: string; state: 'declined' | 'expired'; endedAt: number }[]> {
  return tx.rows(sql<{ agentId: string; state: 'declined' | 'expired'; endedAt: number }>`
    select offer.agent_id as "agentId", offer.state, offer.ended_at as "endedAt"
    from offers as offer
    where offer.workspace_id = ${workspaceId}
      and offer.task_id = ${taskId}
      and offer.state in ('declined', 'expired')
      and offer.ended_at <= ${new Date(at)}
    order by offer.ended_at`)
}

/** The partner a task was offered to alone then; null = to its queue. */
export async function findPartnerThen(
  tx: Tx,
  workspaceId: string,
  { ticketId, taskId, when: { sequence } }: { ticketId: string; taskId: string; when: Moment },
): Promise<string | null> {
  const row = await tx.first(sql<{ partner: string | null }>`
    select case when event.type = 'task.overflowed' and event.data ->> 'target' = 'partner'
      then event.data ->> 'to' end as partner
    from events as event
    where event.workspace_id = ${workspaceId}
      and event.ticket_id = ${ticketId}
      and event.type in ('task.overflowed', 'task.partner_ended', 'task.transferred')
      and event.data ->> 'taskId' = ${taskId}
      and event.seq <= ${sequence}
    order by event.seq desc
    limit 1`)
  return row?.partner ?? null
}
