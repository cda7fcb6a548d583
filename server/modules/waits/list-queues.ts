import type { WaitEstimate } from '../../core/waits/index.ts'
import { priorities, type Priority, type Queue, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import type { PresenceState } from '../agents/index.ts'
import { openQueues, type RoutingStep, stepsOf } from '../routing/index.ts'
import { publishedWorkflow } from '../workflow/index.ts'
import { type ArrivalHour, hoursOf, readExpected } from './expected-arrivals.ts'
import { findPositions } from './find-positions.ts'
import { readArrivals } from './lately.ts'
import { liveRowsOf } from './live-rows.ts'
import { dayZoneOf, lanesOf, newcomerPriority } from './lanes.ts'
import { overtakesOf, type QueueOvertake } from './overtakes-of.ts'
import { readPicture } from './picture.ts'
import { type DayFigures, dayOf, type DaySpan, readSpans } from './queue-day.ts'
import { type ArrivalRow, type DueRow, findDue, type LiveRow } from './queue-figures-view.ts'
import { createQueueForecast, type ForecastRows, readServing } from './queue-forecast.ts'

/** A queue and how it stands now; instants in epoch ms. */
export interface QueueFigures {
  readonly slug: string
  readonly label: string
  readonly isOpen: boolean
  readonly waiting: number
  readonly waitingByPriority: Readonly<Record<Priority, number>>
  readonly longestWaitMs: number
  readonly offered: number
  /** In progress, wrap-up included. */
  readonly active: number
  readonly wrapup: number
  readonly paused: number
  /** Its members by presence. */
  readonly agents: Readonly<Record<PresenceState, number>>
  readonly sla: { readonly nextDueAt: number | null; readonly overdue: number }
  readonly arrivalsLastHour: number
  readonly today: DayFigures & { readonly since: number; readonly hours: readonly ArrivalHour[] }
  /** Of a newcomer; null = unknown. */
  readonly estimatedWait: WaitEstimate | null
  readonly overtakes: QueueOvertake[]
  readonly steps: RoutingStep[]
}

const hourMs = 3_600_000

/** Of a task that is not there yet: behind all that entered with it. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

interface FigureRows extends ForecastRows {
  readonly spans: readonly DaySpan[]
  readonly expected: ReadonlyMap<string, readonly number[] | null>
  readonly due: readonly DueRow[]
  /** As the caller may see it, where that is less than the forecast needs. */
  readonly seen: { readonly live: readonly LiveRow[]; readonly arrivals: readonly ArrivalRow[] }
  /** Where deadlines count, the place of a newcomer; elsewhere it follows from the open work. */
  readonly places: ReadonlyMap<string, number>
}

interface Asked {
  readonly workflow: WorkflowSnapshot
  readonly queues: readonly Queue[]
  readonly now: number
}

/** The queues in the caller's scope as they stand now, in the workflow's order. */
export async function listQueues(context: Context): Promise<QueueFigures[]> {
  requirePermission(context, 'queue:read')
  const workflow = await publishedWorkflow(context)
  if (workflow === null) return []
  const now = context.now()
  const queues = [...workflow.queues.values()].filter(({ slug }) =>
    can(context.principal, 'queue:read', { queue: slug }),
  )
  if (queues.length === 0) return []
  const rows = await readFigures(context, { workflow, queues, now })
  const open = openQueues(workflow, now)
  return queues.map((queue) => {
    const forecast = createQueueForecast(rows, { queue, workflow, now })
    return {
      ...figuresOf(queue, rows, now),
      isOpen: open.has(queue.slug),
      estimatedWait: estimated(queue, rows, forecast),
      overtakes: overtakesOf(queue.ageing),
      steps: stepsOf(queue),
    }
  })
}

/**
 * A fixed number of statements however many queues, tasks and agents there are, but for one more for each queue that
 * heeds deadlines. What they read follows what happened since the last reading, neither what waits nor what was today.
 */
async function readFigures(context: Context, { workflow, queues, now }: Asked): Promise<FigureRows> {
  const workspaceId = context.workspace.id
  const { channels } = scopeLists(context.principal.scope)
  const lanes = queues.flatMap((queue) => lanesOf(queue, now))
  const slugs = queues.map((queue) => queue.slug)
  const days = queues.map((queue) => ({ queue: queue.slug, ...dayZoneOf(queue, now) }))
  const picture = await readPicture(context)
  return context.read(async (tx) => {
    const [arrivals, spans, due, expected, serving, places] = await Promise.all([
      readArrivals(tx, context),
      readSpans(tx, context, days),
      findDue(tx, workspaceId, { queues: slugs, channels, now }),
      readExpected(tx, context, { days, channels }),
      readServing(tx, context, { workflow, queues: slugs, read: picture }),
      newcomerPlaces(tx, workspaceId, { workflow, queues, now }),
    ])
    const live = liveRowsOf(picture.tasks, { lanes, channels: null })
    const isSeen = ({ channel }: { channel: string }) => channels?.includes(channel) !== false
    const seen = {
      live: channels === null ? live : liveRowsOf(picture.tasks, { lanes, channels }),
      arrivals: arrivals.filter(isSeen),
    }
    return { ...serving, live, arrivals, spans: spans.filter(isSeen), due, expected, places, seen }
  })
}

async function newcomerPlaces(
  tx: Tx,
  workspaceId: string,
  { workflow, queues, now }: Asked,
): Promise<Map<string, number>> {
  const heeding = queues.filter((queue) => queue.deadlineWeight > 0)
  const newcomer = { id: lastId, priority: newcomerPriority, enteredAt: now }
  const places = await Promise.all(
    heeding.map(async (queue) => {
      const found = await findPositions(tx, workspaceId, { queue, tasks: [newcomer], workflow, now })
      return [queue.slug, found.get(lastId) ?? 1] as const
    }),
  )
  return new Map(places)
}

function estimated(
  queue: Queue,
  rows: FigureRows,
  forecast: ReturnType<typeof createQueueForecast>,
): WaitEstimate | null {
  const ahead = sum(
    rows.live.filter((row) => row.queue === queue.slug),
    'ahead',
  )
  const position = rows.places.get(queue.slug) ?? ahead + 1
  return forecast({ priority: newcomerPriority, position, waitedMs: 0, kind: queue.kind ?? 'ticket' })
}

function figuresOf(
  queue: Queue,
  rows: FigureRows,
  now: number,
): Omit<QueueFigures, 'isOpen' | 'estimatedWait' | 'overtakes' | 'steps'> {
  const { slug, label } = queue
  const live = rows.seen.live.filter((row) => row.queue === slug)
  const spans = rows.spans.filter((span) => span.queue === slug)
  const due = rows.due.find((row) => row.queue === slug)
  const day = dayZoneOf(queue, now)
  const earliest = Math.min(now, ...live.flatMap((row) => row.earliestEntry ?? []))
  const waitingOf = (priority: Priority) => live.find((row) => row.priority === priority)?.waiting ?? 0
  return {
    slug,
    label,
    waiting: sum(live, 'waiting'),
    waitingByPriority: Object.fromEntries(priorities.map((one) => [one, waitingOf(one)])) as Record<Priority, number>,
    longestWaitMs: now - earliest,
    offered: sum(live, 'offered'),
    active: sum(live, 'active') + sum(live, 'wrapup'),
    wrapup: sum(live, 'wrapup'),
    paused: sum(live, 'paused'),
    agents: membersByPresence(slug, rows),
    sla: { nextDueAt: due?.nextDueAt ?? null, overdue: due?.overdue ?? 0 },
    arrivalsLastHour: sum(
      rows.seen.arrivals.filter((row) => row.queue === slug),
      'arrivals',
    ),
    today: { since: day.since, ...dayOf(spans), hours: arrivalHours(day, { spans, rows, slug, now }) },
  }
}

function arrivalHours(
  day: ReturnType<typeof dayZoneOf>,
  { spans, rows, slug, now }: { spans: readonly DaySpan[]; rows: FigureRows; slug: string; now: number },
): ArrivalHour[] {
  const expected = rows.expected.get(slug) ?? null
  return hoursOf(day).map((at, hour) => {
    const own = spans.filter((span) => span.beganAt >= at && span.beganAt < at + hourMs)
    return { at, arrivals: at > now ? null : sum(own, 'arrivals'), expected: expected?.[hour] ?? null }
  })
}

function membersByPresence(slug: string, { members }: FigureRows): Record<PresenceState, number> {
  const counts = { offline: 0, available: 0, busy: 0, away: 0, draining: 0 }
  for (const { agent } of members.get(slug) ?? []) counts[agent.presence] += 1
  return counts
}

function sum<Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0)
}
