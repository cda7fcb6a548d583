import { customerMetrics } from '../../core/clocks/index.ts'
import { waitGrowth, type WaitCounts } from '../../core/waits/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A quarter of an hour of a queue and channel: what came, was taken, left, and met its targets. */
export interface SpanRow {
  readonly queue: string
  readonly channel: string
  /** Epoch ms. */
  readonly beganAt: number
  readonly arrivals: number
  readonly abandoned: number
  readonly taken: number
  readonly waitedMs: number
  readonly waits: WaitCounts
  readonly met: number
}

/** Instants in epoch ms; from inclusive, to exclusive, null = open. */
export interface Stretch {
  readonly from: number
  readonly to: number | null
}

const at = (instant: number) => sql`${new Date(instant).toISOString()}::timestamptz`
const quarterOf = (column: string) => sql`date_bin('15 minutes', ${sql.ref(column)}, timestamptz '2000-01-01 00:00Z')`
const within = (column: string, { from, to }: Stretch) =>
  sql`${sql.ref(column)} >= ${at(from)} and ${to === null ? sql`true` : sql`${sql.ref(column)} < ${at(to)}`}`

const arrived = (workspaceId: string, stretch: Stretch) => sql`
  select task.queue, task.channel, ${quarterOf('task.created_at')} as began_at, count(*) as arrivals, 0 as abandoned,
    0 as taken, 0 as waited_ms, null::jsonb as waits, 0 as met
  from tasks as task
  where task.workspace_id = ${workspaceId} and ${within('task.created_at', stretch)}
  group by 1, 2, 3`

const neverTaken = sql`not exists (
  select 1
  from offers as offer
  where offer.workspace_id = task.workspace_id and offer.task_id = task.id and offer.state = 'accepted')`

const gone = (workspaceId: string, stretch: Stretch) => sql`
  select task.queue, task.channel, ${quarterOf('task.ended_at')}, 0, count(*), 0, 0, null, 0
  from tasks as task
  where task.workspace_id = ${workspaceId}
    and ${within('task.ended_at', stretch)}
    and task.state in ('cancelled', 'abandoned')
    and ${neverTaken}
  group by 1, 2, 3`

/** Only the first acceptance of a task: a later one, after its agent was lost, tells nothing of the wait. */
const taken = (workspaceId: string, stretch: Stretch) => sql`
  select first.queue, first.channel, first.began_at, 0, 0, sum(first.tasks), sum(first.waited_ms),
    jsonb_object_agg(first.bucket, first.tasks), 0
  from (
    select waited.queue, waited.channel, waited.began_at, count(*) as tasks, sum(waited.ms) as waited_ms,
      floor(ln(waited.ms + 1) / ln(${waitGrowth}::float8))::integer as bucket
    from (
      select offer.queue, task.channel, ${quarterOf('offer.ended_at')} as began_at,
        greatest(0, extract(epoch from offer.ended_at - task.entered_at) * 1000)::float8 as ms
      from offers as offer
      join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
      where offer.workspace_id = ${workspaceId}
        and offer.state = 'accepted'
        and ${within('offer.ended_at', stretch)}
        and not exists (
          select 1
          from offers as earlier
          where earlier.workspace_id = offer.workspace_id
            and earlier.task_id = offer.task_id
            and earlier.state = 'accepted'
            and (earlier.ended_at, earlier.id) < (offer.ended_at, offer.id))) as waited
    group by waited.queue, waited.channel, waited.began_at, bucket) as first
  group by 1, 2, 3`

const met = (workspaceId: string, stretch: Stretch) => sql`
  select ticket.queue, ticket.channel, ${quarterOf('clock.met_at')}, 0, 0, 0, 0, null, count(*)
  from sla_clocks as clock
  join tickets as ticket on ticket.workspace_id = clock.workspace_id and ticket.id = clock.ticket_id
  where clock.workspace_id = ${workspaceId} and ${within('clock.met_at', stretch)} and clock.state = 'met' and clock.metric = any(${[...customerMetrics]}::text[])
  group by 1, 2, 3`

/** Counts the rows of a stretch, every quarter of an hour apart. A target counts where its ticket is now. */
export function countSpans(tx: Tx, workspaceId: string, stretch: Stretch): Promise<SpanRow[]> {
  return tx.rows(sql<SpanRow>`
    select counted.queue, counted.channel, counted.began_at as "beganAt", sum(counted.arrivals)::integer as arrivals,
      sum(counted.abandoned)::integer as abandoned, sum(counted.taken)::integer as taken,
      round(sum(counted.waited_ms))::bigint as "waitedMs",
      coalesce((array_agg(counted.waits) filter (where counted.waits is not null))[1], '{}') as waits,
      sum(counted.met)::integer as met
    from (
      ${arrived(workspaceId, stretch)}
      union all
      ${gone(workspaceId, stretch)}
      union all
      ${taken(workspaceId, stretch)}
      union all
      ${met(workspaceId, stretch)}) as counted
    group by counted.queue, counted.channel, counted.began_at`)
}

/** The counted quarters of a stretch. */
export function findSpans(tx: Tx, workspaceId: string, stretch: Stretch): Promise<SpanRow[]> {
  return tx.rows(sql<SpanRow>`
    select span.queue, span.channel, span.began_at as "beganAt", span.arrivals, span.abandoned, span.taken,
      span.waited_ms as "waitedMs", span.waits, span.met
    from queue_spans as span
    where span.workspace_id = ${workspaceId} and ${within('span.began_at', stretch)}`)
}

/** How far a workspace has been counted. */
export interface SpanMark {
  /** Epoch ms; null = nothing is. */
  readonly until: number | null
  /** How often everything was counted anew. */
  readonly recounts: number
}

export async function findMark(tx: Tx, workspaceId: string): Promise<SpanMark> {
  const mark = await tx.first<SpanMark>(sql`
    select case when isfinite(mark.counted_until) then mark.counted_until end as until, mark.recounts
    from queue_span_marks as mark
    where mark.workspace_id = ${workspaceId}`)
  return mark ?? { until: null, recounts: 0 }
}

/** Targets broken since an instant (epoch ms), by quarter of an hour, where their tickets are now. */
export function findBreaches(
  tx: Tx,
  workspaceId: string,
  from: number,
): Promise<{ queue: string; channel: string; beganAt: number; breached: number }[]> {
  return tx.rows(sql<{ queue: string; channel: string; beganAt: number; breached: number }>`
    select ticket.queue, ticket.channel, ${quarterOf('clock.breached_at')} as "beganAt", count(*)::integer as breached
    from sla_clocks as clock
    join tickets as ticket on ticket.workspace_id = clock.workspace_id and ticket.id = clock.ticket_id
    where clock.workspace_id = ${workspaceId} and clock.breached_at >= ${at(from)}
      and clock.metric = any(${[...customerMetrics]}::text[])
    group by 1, 2, 3`)
}

/** When the first task of all came, in epoch ms; null = none yet. */
export async function findFirstArrival(tx: Tx, workspaceId: string): Promise<number | null> {
  const [first] = await tx.rows(sql<{ at: number | null }>`
    select min(task.created_at) as at
    from tasks as task
    where task.workspace_id = ${workspaceId} and task.created_at >= timestamptz '1970-01-01 00:00:00+00'`)
  return first?.at ?? null
}

/** Arrivals of a queue in an hour of the past, all channels asked for together. */
export interface PastHour {
  readonly queue: string
  /** Which of the hours asked for. */
  readonly hour: number
  readonly arrivals: number
}

/** Counted arrivals in each of these hours (epoch ms of their beginnings), by queue; an hour without any has no row. */
export function findPastHours(
  tx: Tx,
  workspaceId: string,
  { hours, channels }: { hours: readonly number[]; channels: readonly string[] | null },
): Promise<PastHour[]> {
  return tx.rows(sql<PastHour>`
    select span.queue, asked.number::integer - 1 as hour, sum(span.arrivals)::integer as arrivals
    from unnest(${hours.map((hour) => new Date(hour).toISOString())}::timestamptz[]) with ordinality
      as asked (began_at, number)
    join queue_spans as span on span.began_at >= asked.began_at and span.began_at < asked.began_at + interval '1 hour'
    where span.workspace_id = ${workspaceId}
      and span.arrivals > 0
      and (${channels}::text[] is null or span.channel = any(${channels}::text[]))
    group by span.queue, asked.number`)
}

/** When each queue was counted for the first time, in epoch ms. */
export function findFirstSpans(
  tx: Tx,
  workspaceId: string,
  queues: readonly string[],
): Promise<{ queue: string; at: number }[]> {
  return tx.rows(sql<{ queue: string; at: number }>`
    select asked.queue, first.began_at as at
    from unnest(${queues}::text[]) as asked (queue)
    cross join lateral (
      select span.began_at
      from queue_spans as span
      where span.workspace_id = ${workspaceId} and span.queue = asked.queue
      order by span.began_at
      limit 1) as first`)
}
