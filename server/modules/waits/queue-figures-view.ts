import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A queue and the instant (epoch ms) from which its day counts. */
export interface QueueDay {
  readonly queue: string
  readonly since: number
}

const inChannels = (channels: readonly string[] | null, table: 'task' | 'ticket') =>
  sql`(${channels}::text[] is null or ${sql.ref(`${table}.channel`)} = any(${channels}::text[]))`

/** A priority of a queue, with the entry (epoch ms) before which its tasks go before a newcomer. */
export interface Lane extends QueueDay {
  readonly priority: string
  readonly aheadUntil: number
}

/** The open work of one priority in a queue. */
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
}

/**
 * The tasks that are not over, by queue and priority: one pass over the index `tasks_live`, which holds all that is
 * asked, so that no row is visited. Counted by state first, for a count alone is far cheaper than many with a filter.
 */
export function findLive(
  tx: Tx,
  workspaceId: string,
  { lanes, channels }: { lanes: readonly Lane[]; channels: readonly string[] | null },
): Promise<LiveRow[]> {
  return tx.rows(sql<LiveRow>`
    select counted.queue, counted.priority,
      coalesce(sum(counted.tasks) filter (where counted.state = 'waiting'), 0)::integer as waiting,
      coalesce(sum(counted.tasks) filter (where counted.state = 'offered'), 0)::integer as offered,
      coalesce(sum(counted.tasks) filter (where counted.state = 'active'), 0)::integer as active,
      coalesce(sum(counted.tasks) filter (where counted.state = 'wrapup'), 0)::integer as wrapup,
      coalesce(sum(counted.tasks) filter (where counted.state = 'paused'), 0)::integer as paused,
      coalesce(sum(counted.tasks) filter (where counted.state = 'waiting' and counted.is_ahead), 0)::integer as ahead,
      min(counted.earliest) filter (where counted.state = 'waiting') as "earliestEntry"
    from (
      select task.queue, task.priority, task.state, task.entered_at < lane.ahead_until as is_ahead, count(*) as tasks,
        min(task.entered_at) as earliest
      from tasks as task
      join unnest(${lanes.map((lane) => lane.queue)}::text[], ${lanes.map((lane) => lane.priority)}::text[],
        ${lanes.map((lane) => new Date(lane.aheadUntil).toISOString())}::timestamptz[])
        as lane (queue, priority, ahead_until) on task.queue = lane.queue and task.priority = lane.priority
      where task.workspace_id = ${workspaceId}
        and task.state not in ('done', 'cancelled', 'abandoned')
        and ${inChannels(channels, 'task')}
      group by 1, 2, 3, 4) as counted
    group by counted.queue, counted.priority`)
}

/** What arrived in a minute in a priority and channel of a queue, whatever became of it. */
export interface ArrivalRow {
  readonly queue: string
  readonly priority: string
  readonly channel: string
  /** Epoch ms. */
  readonly beganAt: number
  readonly arrivals: number
}

/** Arrivals of a stretch of time (epoch ms, `to` null = open) by minute. */
export function findArrivals(
  tx: Tx,
  workspaceId: string,
  { from, to }: { from: number; to: number | null },
): Promise<ArrivalRow[]> {
  return tx.rows(sql<ArrivalRow>`
    select task.queue, task.priority, task.channel, date_trunc('minute', task.created_at) as "beganAt",
      count(*)::integer as arrivals
    from tasks as task
    where task.workspace_id = ${workspaceId}
      and task.created_at >= ${new Date(from).toISOString()}::timestamptz
      and ${to === null ? sql`true` : sql`task.created_at < ${new Date(to).toISOString()}::timestamptz`}
    group by 1, 2, 3, 4`)
}

export interface DueRow {
  readonly queue: string
  /** The next target that is not over yet, in epoch ms; null when none runs. */
  readonly nextDueAt: number | null
  /** Tickets with a running target that is over. */
  readonly overdue: number
}

/** What is due in each of these queues, of the tickets that are open. */
export function findDue(
  tx: Tx,
  workspaceId: string,
  { queues, channels, now }: { queues: readonly string[]; channels: readonly string[] | null; now: number },
): Promise<DueRow[]> {
  const isDue = sql`ticket.workspace_id = ${workspaceId}
    and ticket.queue = asked.queue
    and ticket.status_category not in ('solved', 'closed')
    and ${inChannels(channels, 'ticket')}`
  return tx.rows(sql<DueRow>`
    select asked.queue, (
        select ticket.next_due_at
        from tickets as ticket
        where ${isDue} and ticket.next_due_at > ${new Date(now)}
        order by ticket.next_due_at
        limit 1) as "nextDueAt", (
        select count(*)
        from tickets as ticket
        where ${isDue} and ticket.next_due_at <= ${new Date(now)}) as overdue
    from unnest(${queues}::text[]) as asked (queue)`)
}
