import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A rule of domain.md (Task and offer) that the rows break. */
export interface BrokenInvariant {
  readonly rule:
    | 'two_accepted_offers'
    | 'two_pending_offers'
    | 'over_capacity'
    | 'over_maximum'
    | 'reserved_units_differ'
    | 'used_units_differ'
    | 'task_without_its_offer'
    | 'offer_without_its_task'
    | 'wrapup_held_elsewhere'
    | 'wrapup_without_end'
    | 'consult_without_its_task'
    | 'monitor_without_its_task'
    | 'call_apart_from_its_task'
    | 'event_gap'
    | 'event_count_differs'
    | 'accepted_twice'
    | 'ticket_unknown_to_workflow'
    | 'task_unknown_to_workflow'
  /** The task, offer, agent or ticket it was found at, as a uuid. */
  readonly subjectId: string
  readonly detail: string
}

/** Broken invariants of offers, loads and tasks. */
export function findBrokenOffers(tx: Tx, workspaceId: string, limit: number): Promise<BrokenInvariant[]> {
  return tx.rows(sql<BrokenInvariant>`
    with own_offers as (
      select offer.*
      from offers as offer
      where offer.workspace_id = ${workspaceId}
        and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))),
    held as (
      select own_offers.agent_id, coalesce(sum(own_offers.units) filter (where own_offers.state = 'pending'), 0) as reserved,
        coalesce(sum(own_offers.units) filter (where own_offers.state = 'accepted'), 0) as used
      from own_offers
      group by own_offers.agent_id),
    broken as (
      select 'two_accepted_offers' as rule, own_offers.task_id as subject_id, count(*) || ' accepted' as detail
      from own_offers
      where own_offers.state = 'accepted'
      group by own_offers.task_id
      having count(*) > 1
      union all
      select 'two_pending_offers', own_offers.agent_id, count(*) || ' pending'
      from own_offers
      where own_offers.state = 'pending' and own_offers.one_at_a_time
      group by own_offers.agent_id
      having count(*) > 1
      union all
      select 'over_capacity', load.agent_id,
        load.used_units + load.reserved_units || ' of ' || load.capacity_units || ', forced ' || load.forced_units
      from agent_loads as load
      where load.workspace_id = ${workspaceId}
        and load.used_units + load.reserved_units > load.capacity_units + load.forced_units
      union all
      select 'reserved_units_differ', load.agent_id, load.reserved_units || ' kept, ' || coalesce(held.reserved, 0) || ' held'
      from agent_loads as load
      left join held on held.agent_id = load.agent_id
      where load.workspace_id = ${workspaceId} and load.reserved_units <> coalesce(held.reserved, 0)
      union all
      select 'used_units_differ', load.agent_id, load.used_units || ' kept, ' || coalesce(held.used, 0) || ' held'
      from agent_loads as load
      left join held on held.agent_id = load.agent_id
      where load.workspace_id = ${workspaceId} and load.used_units <> coalesce(held.used, 0)
      union all
      select 'task_without_its_offer', task.id, 'task is ' || task.state
      from tasks as task
      where task.workspace_id = ${workspaceId}
        and (
          (task.state = 'offered' and not exists (
            select 1 from own_offers where own_offers.task_id = task.id and own_offers.state = 'pending'))
          or (task.state = 'active' and not exists (
            select 1
            from own_offers
            where own_offers.task_id = task.id
              and own_offers.state = 'accepted'
              and own_offers.agent_id = task.agent_id)))
      union all
      select 'offer_without_its_task', own_offers.id, own_offers.state || ', task is ' || coalesce(task.state, 'gone')
      from own_offers
      left join tasks as task on task.workspace_id = own_offers.workspace_id and task.id = own_offers.task_id
      where (own_offers.state = 'pending' and task.state is distinct from 'offered')
        or (own_offers.state = 'accepted' and coalesce(task.state, 'gone') not in ('active', 'wrapup', 'paused')))
    select broken.rule, broken.subject_id as "subjectId", broken.detail
    from broken
    limit ${limit}`)
}

/**
 * Agents with more work of a kind than they may have at once, beside what was forced. What is older than the maximum may
 * be finished, and for a moment a router may not have heard of it; partners say themselves what they take.
 */
export function findBrokenMaxima(
  tx: Tx,
  workspaceId: string,
  { maxima, limit }: { maxima: Readonly<Record<string, number>>; limit: number },
): Promise<BrokenInvariant[]> {
  return tx.rows(sql<BrokenInvariant>`
    with held as (
      select offer.agent_id, task.kind, count(*) as tasks, max(offer.created_at) as newest
      from offers as offer
      join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
      where offer.workspace_id = ${workspaceId}
        and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
        and not offer.forced
      group by offer.agent_id, task.kind),
    limited as (
      select held.*, agent.updated_at,
        case
          when agent.unit_overrides -> held.kind ? 'maxAtOnce'
            then (agent.unit_overrides -> held.kind ->> 'maxAtOnce')::integer
          else (${JSON.stringify(maxima)}::jsonb ->> held.kind)::integer
        end as most
      from held
      join agents as agent on agent.workspace_id = ${workspaceId} and agent.id = held.agent_id
      where not agent.is_partner_desk)
    select 'over_maximum' as rule, limited.agent_id as "subjectId",
      limited.tasks || ' of at most ' || limited.most || ' of kind ' || limited.kind as detail
    from limited
    where limited.tasks > limited.most
      and limited.newest > interval '1 minute' + greatest(limited.updated_at, (
        select max(version.published_at) from workflow_versions as version where version.workspace_id = ${workspaceId}))
    limit ${limit}`)
}

/** Calls that live on without their task, or are over before it. */
export function findBrokenCalls(tx: Tx, workspaceId: string, limit: number): Promise<BrokenInvariant[]> {
  return tx.rows(sql<BrokenInvariant>`
    select 'call_apart_from_its_task' as rule, call.id as "subjectId",
      case when call.ended_at is null then 'live' else 'ended' end || ', task is ' || task.kind || ' ' || task.state
        as detail
    from calls as call
    join tasks as task on task.workspace_id = call.workspace_id and task.id = call.task_id
    where call.workspace_id = ${workspaceId}
      and task.state <> 'wrapup'
      and (call.ended_at is null) <> (task.kind = 'call' and task.state not in ('done', 'cancelled', 'abandoned'))
    limit ${limit}`)
}

/** Holes and repetitions in what the log says of tickets and agents. */
export function findBrokenEvents(tx: Tx, workspaceId: string, limit: number): Promise<BrokenInvariant[]> {
  return tx.rows(sql<BrokenInvariant>`
    with told as (
      select event.subject_kind, event.subject_id, count(*) as events, count(distinct event.subject_seq) as places,
        min(event.subject_seq) as first, max(event.subject_seq) as last
      from events as event
      where event.workspace_id = ${workspaceId} and event.subject_kind in ('ticket', 'agent')
      group by event.subject_kind, event.subject_id),
    broken as (
      select 'event_gap' as rule, told.subject_id, told.events || ' events in ' || told.first || '..' || told.last as detail
      from told
      where told.subject_kind = 'ticket'
        and (told.events <> told.last - told.first + 1 or told.places <> told.events)
      union all
      select 'event_count_differs', ticket.id, ticket.event_seq || ' taken, last is ' || coalesce(told.last, 0)
      from tickets as ticket
      left join told on told.subject_kind = 'ticket' and told.subject_id = ticket.id
      where ticket.workspace_id = ${workspaceId} and ticket.event_seq <> coalesce(told.last, 0)
      union all
      select 'accepted_twice', event.ticket_id, event.data ->> 'offerId'
      from events as event
      where event.workspace_id = ${workspaceId} and event.type = 'offer.accepted'
      group by event.ticket_id, event.data ->> 'offerId'
      having count(*) > 1)
    select broken.rule, broken.subject_id as "subjectId", broken.detail
    from broken
    limit ${limit}`)
}
