import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A queue and the instant (epoch ms) from which its day counts. */
export interface QueueDay {
  readonly queue: string
  readonly since: number
}

interface Asked {
  readonly days: readonly QueueDay[]
  /** Of these channels only; null = all. */
  readonly channels: readonly string[] | null
  readonly hourAgo: number
}

const asked = (days: readonly QueueDay[]) => sql`
  unnest(${days.map((day) => day.queue)}::text[], ${days.map((day) => new Date(day.since).toISOString())}::timestamptz[])
    as asked (queue, since)`

const inChannels = (channels: readonly string[] | null, table: 'task' | 'ticket') =>
  sql`(${channels}::text[] is null or ${sql.ref(`${table}.channel`)} = any(${channels}::text[]))`

/** A priority of a queue, with the entry (epoch ms) before which its tasks go before a newcomer. */
export interface Lane extends QueueDay {
  readonly priority: string
  readonly aheadUntil: number
}

/** The open work of one priority in a queue, and how much of it arrived lately. */
export interface LiveRow {
  readonly queue: string
  readonly priority: string
  readonly waiting: number
  readonly offered: number
  readonly active: number
  readonly wrapup: number
  readonly paused: number
  /** Waiting tasks that go before a newcomer. */
  readonly ahead: number
  /** When the task that waits longest entered, in epoch ms; null when none waits. */
  readonly earliestEntry: number | null
  readonly arrivalsLastHour: number
  readonly arrivalsToday: number
}

/** The tasks that are not over, by queue and priority: one pass over them. */
export function findLive(
  tx: Tx,
  workspaceId: string,
  { lanes, channels, hourAgo }: { lanes: readonly Lane[]; channels: Asked['channels']; hourAgo: number },
): Promise<LiveRow[]> {
  return tx.rows(sql<LiveRow>`
    select task.queue, task.priority,
      count(*) filter (where task.state = 'waiting') as waiting,
      count(*) filter (where task.state = 'offered') as offered,
      count(*) filter (where task.state = 'active') as active,
      count(*) filter (where task.state = 'wrapup') as wrapup,
      count(*) filter (where task.state = 'paused') as paused,
      count(*) filter (where task.state = 'waiting' and task.entered_at < lane.ahead_until) as ahead,
      min(task.entered_at) filter (where task.state = 'waiting') as "earliestEntry",
      count(*) filter (where task.created_at > ${new Date(hourAgo)}) as "arrivalsLastHour",
      count(*) filter (where task.created_at >= lane.since) as "arrivalsToday"
    from unnest(${lanes.map((lane) => lane.queue)}::text[], ${lanes.map((lane) => lane.priority)}::text[],
      ${lanes.map((lane) => new Date(lane.since).toISOString())}::timestamptz[],
      ${lanes.map((lane) => new Date(lane.aheadUntil).toISOString())}::timestamptz[])
      as lane (queue, priority, since, ahead_until)
    join tasks as task on task.queue = lane.queue and task.priority = lane.priority
    where task.workspace_id = ${workspaceId}
      and task.queue = any(${[...new Set(lanes.map((lane) => lane.queue))]}::text[])
      and task.state not in ('done', 'cancelled', 'abandoned')
      and ${inChannels(channels, 'task')}
    group by task.queue, task.priority`)
}

/** What of a priority in a queue arrived and is over already. */
export interface OverRow {
  readonly queue: string
  readonly priority: string
  readonly arrivalsLastHour: number
  readonly arrivalsToday: number
  /** Cancelled or abandoned today before anybody took it. */
  readonly leftToday: number
}

/** The tasks that ended since the queue's day or the last hour began. */
export function findOver(tx: Tx, workspaceId: string, { days, channels, hourAgo }: Asked): Promise<OverRow[]> {
  // Said as constants too, for the planner judges by them how little of the history is asked for.
  const first = new Date(Math.min(hourAgo, ...days.map((day) => day.since)))
  return tx.rows(sql<OverRow>`
    select task.queue, task.priority,
      count(*) filter (where task.created_at > ${new Date(hourAgo)}) as "arrivalsLastHour",
      count(*) filter (where task.created_at >= asked.since) as "arrivalsToday",
      count(*) filter (where task.ended_at >= asked.since and task.state in ('cancelled', 'abandoned') and not exists (
        select 1
        from offers as offer
        where offer.workspace_id = task.workspace_id and offer.task_id = task.id and offer.state = 'accepted'
      )) as "leftToday"
    from ${asked(days)}
    join tasks as task on task.queue = asked.queue
    where task.workspace_id = ${workspaceId}
      and task.queue = any(${days.map((day) => day.queue)}::text[])
      and task.ended_at >= ${first}
      and ${inChannels(channels, 'task')}
    group by task.queue, task.priority`)
}

export interface TakenToday {
  readonly queue: string
  readonly taken: number
  readonly averageMs: number
  readonly p90Ms: number
}

/** First acceptances of the day and the waits before them. */
export function findTakenToday(tx: Tx, workspaceId: string, { days, channels }: Asked): Promise<TakenToday[]> {
  const first = new Date(Math.min(...days.map((day) => day.since)))
  return tx.rows(sql<TakenToday>`
    select offer.queue, count(*) as taken,
      round(avg(extract(epoch from offer.ended_at - task.entered_at)) * 1000)::bigint as "averageMs",
      round(1000 * percentile_cont(0.9) within group (order by extract(epoch from offer.ended_at - task.entered_at)))
        ::bigint as "p90Ms"
    from ${asked(days)}
    join offers as offer on offer.queue = asked.queue
    join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
    where offer.workspace_id = ${workspaceId}
      and offer.queue = any(${days.map((day) => day.queue)}::text[])
      and offer.state = 'accepted'
      and offer.ended_at >= ${first}
      and offer.ended_at >= asked.since
      and ${inChannels(channels, 'task')}
      and not exists (
        select 1
        from offers as earlier
        where earlier.workspace_id = offer.workspace_id
          and earlier.task_id = offer.task_id
          and earlier.state = 'accepted'
          and (earlier.ended_at, earlier.id) < (offer.ended_at, offer.id))
    group by offer.queue`)
}

export interface SlaToday {
  readonly queue: string
  readonly met: number
  readonly breached: number
}

/** Targets of the queue's tickets that were met, and those that were broken, since its day began. */
export function findSlaToday(tx: Tx, workspaceId: string, { days, channels }: Asked): Promise<SlaToday[]> {
  const first = new Date(Math.min(...days.map((day) => day.since)))
  return tx.rows(sql<SlaToday>`
    with ended as (
      select clock.ticket_id, clock.met_at as at, 'met' as result
      from sla_clocks as clock
      where clock.workspace_id = ${workspaceId} and clock.met_at >= ${first} and clock.state = 'met'
      union all
      select clock.ticket_id, clock.breached_at, 'breached'
      from sla_clocks as clock
      where clock.workspace_id = ${workspaceId} and clock.breached_at >= ${first})
    select ticket.queue, count(*) filter (where ended.result = 'met') as met,
      count(*) filter (where ended.result = 'breached') as breached
    from ended
    join tickets as ticket on ticket.workspace_id = ${workspaceId} and ticket.id = ended.ticket_id
    join ${asked(days)} on asked.queue = ticket.queue and ended.at >= asked.since
    where ${inChannels(channels, 'ticket')}
    group by ticket.queue`)
}

export interface DueRow {
  readonly queue: string
  /** The next target that is not over yet, in epoch ms; null when none runs. */
  readonly nextDueAt: number | null
  /** Tickets with a running target that is over. */
  readonly overdue: number
}

/** What is due in each queue, of the tickets that are open. */
export function findDue(
  tx: Tx,
  workspaceId: string,
  { channels, now }: { channels: readonly string[] | null; now: number },
): Promise<DueRow[]> {
  return tx.rows(sql<DueRow>`
    select ticket.queue, min(ticket.next_due_at) filter (where ticket.next_due_at > ${new Date(now)}) as "nextDueAt",
      count(*) filter (where ticket.next_due_at <= ${new Date(now)}) as overdue
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ticket.next_due_at is not null
      and ticket.status_category not in ('solved', 'closed')
      and ${inChannels(channels, 'ticket')}
    group by ticket.queue`)
}
