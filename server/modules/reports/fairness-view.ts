import type { OfferSeen } from '../../core/fairness/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Which offers are asked about, of the people of which team; null = any. Instants `from <= t < to` in epoch ms. */
export interface FairnessAsked {
  readonly from: number
  readonly to: number
  readonly team: string | null
  readonly queue: string | null
  readonly channel: string | null
  /** Where the caller may look. */
  readonly queues: readonly string[] | null
  readonly channels: readonly string[] | null
}

export interface PersonRow {
  readonly id: string
  readonly name: string
  readonly team: string | null
  /** When the time began. */
  readonly presence: string
}

export interface PresenceRow {
  readonly agentId: string
  readonly at: number
  readonly presence: string
}

export interface OfferRow extends OfferSeen {
  readonly agentId: string
}

/** Work that was begun longer before the time counts only while it is still in hand: nothing else is read so far back. */
const lookBackMs = 31 * 24 * 3_600_000
/** A skill asked for at this level or above makes a task a hard one. */
const hardLevel = 3

/** The people of the workspace or of a team, machines and partners left out, with what they were at an instant. */
export function findPeople(
  tx: Tx,
  workspaceId: string,
  { from, to, team }: Pick<FairnessAsked, 'from' | 'to' | 'team'>,
): Promise<PersonRow[]> {
  return tx.rows(sql<PersonRow>`
    select agent.id, agent.name, agent.team, coalesce(after.presence, load.presence) as presence
    from agents as agent
    join agent_loads as load on load.workspace_id = agent.workspace_id and load.agent_id = agent.id
    left join lateral (
      select event.data ->> 'from' as presence
      from events as event
      where event.workspace_id = agent.workspace_id
        and event.subject_id = agent.id
        and event.type = 'agent.presence_changed'
        and event.at >= ${new Date(from)}
      order by event.at, event.seq
      limit 1) as after on true
    where agent.workspace_id = ${workspaceId}
      and agent.kind = 'person'
      and agent.created_at < ${new Date(to)}
      and (agent.archived_at is null or agent.archived_at > ${new Date(from)})
      and (${team}::text is null or agent.team = ${team})
    order by agent.team nulls last, agent.name, agent.id`)
}

/** When these agents came, left and paused in the time, in its order. */
export function findPresenceChanges(
  tx: Tx,
  workspaceId: string,
  { agentIds, from, to }: { agentIds: readonly string[]; from: number; to: number },
): Promise<PresenceRow[]> {
  return tx.rows(sql<PresenceRow>`
    select person.id as "agentId", changed.at, changed.presence
    from unnest(${agentIds}::uuid[]) as person (id)
    cross join lateral (
      select event.at, event.seq, event.data ->> 'to' as presence
      from events as event
      where event.workspace_id = ${workspaceId}
        and event.subject_id = person.id
        and event.type = 'agent.presence_changed'
        and event.at >= ${new Date(from)}
        and event.at < ${new Date(to)}) as changed
    order by changed.at, changed.seq`)
}

/** What these agents were offered in the time, and the work they had in hand when it began. */
export function findOffersSeen(
  tx: Tx,
  workspaceId: string,
  { agentIds, asked }: { agentIds: readonly string[]; asked: FairnessAsked },
): Promise<OfferRow[]> {
  const [from, to, farthest] = [asked.from, asked.to, asked.from - lookBackMs].map((at) => new Date(at))
  const own = sql`
    from offers as offer
    where offer.workspace_id = ${workspaceId} and offer.agent_id = person.id`
  const columns = sql`offer.task_id, offer.queue, offer.channel, offer.created_at, offer.state, offer.forced,
    offer.ended_at, offer.released_at`
  return tx.rows(sql<OfferRow>`
    select person.id as "agentId", seen.created_at as at, seen.state, seen.forced as "isForced",
      case when seen.state = 'accepted' then seen.ended_at end as "acceptedAt", seen.released_at as "releasedAt",
      (task.priority in ('high', 'critical') or exists (
        select 1
        from jsonb_each_text(task.requirements -> 'skills') as skill
        where skill.value::float8 >= ${hardLevel})) as "isHard",
      ((${asked.queue}::text is null or seen.queue = ${asked.queue})
        and (${asked.channel}::text is null or seen.channel = ${asked.channel})
        and (${asked.queues}::text[] is null or seen.queue = any(${asked.queues}::text[]))
        and (${asked.channels}::text[] is null or seen.channel = any(${asked.channels}::text[]))) as "isAsked"
    from unnest(${agentIds}::uuid[]) as person (id)
    cross join lateral (
      select ${columns} ${own} and offer.created_at >= ${farthest} and offer.created_at < ${to}
        and (offer.created_at >= ${from}
          or (offer.state = 'accepted' and (offer.released_at is null or offer.released_at > ${from})))
      union all
      select ${columns} ${own} and offer.created_at < ${farthest} and offer.state = 'accepted'
        and offer.released_at is null) as seen
    join tasks as task on task.workspace_id = ${workspaceId} and task.id = seen.task_id`)
}
