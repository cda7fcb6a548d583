import type { WaitEstimate } from '../../core/waits/index.ts'
import { priorities, type Priority, type Queue } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import type { PresenceState } from '../agents/index.ts'
import { openQueues } from '../routing/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { lanesOf, newcomerPriority } from './lanes.ts'
import {
  type DueRow,
  findDue,
  findLive,
  findOver,
  findSlaToday,
  findTakenToday,
  type LiveRow,
  type OverRow,
  type SlaToday,
  type TakenToday,
} from './queue-figures-view.ts'
import { overtakesOf, type QueueOvertake } from './overtakes-of.ts'
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
  readonly today: {
    readonly since: number
    readonly arrivals: number
    readonly accepted: number
    readonly abandoned: number
    readonly waits: { readonly n: number; readonly averageMs: number | null; readonly p90Ms: number | null }
    readonly sla: { readonly met: number; readonly breached: number }
  }
  /** Of a newcomer; null = unknown. */
  readonly estimatedWait: WaitEstimate | null
  readonly overtakes: QueueOvertake[]
}

const hourMs = 3_600_000

interface FigureRows extends ForecastRows {
  readonly takenToday: readonly TakenToday[]
  readonly slaToday: readonly SlaToday[]
  readonly due: readonly DueRow[]
  /** As the caller may see it, where that is less than the forecast needs. */
  readonly seen: { readonly live: readonly LiveRow[]; readonly over: readonly OverRow[] }
}

/** The queues in the caller's scope as they stand now, in the workflow's order. */
export async function listQueues(context: Context): Promise<QueueFigures[]> {
  requirePermission(context, 'queue:read')
  const workflow = await currentWorkflow(context)
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
    }
  })
}

/** A fixed number of statements however many queues, tasks and agents there are. */
async function readFigures(
  context: Context,
  {
    workflow,
    queues,
    now,
  }: { workflow: Parameters<typeof readServing>[2]['workflow']; queues: readonly Queue[]; now: number },
): Promise<FigureRows> {
  const workspaceId = context.workspace.id
  const { scope } = context.principal
  const channels = scope.channels === null ? null : [...scope.channels]
  const lanes = queues.flatMap((queue) => lanesOf(queue, now))
  const days = [...new Map(lanes.map(({ queue, since }) => [queue, { queue, since }])).values()]
  const asked = { days, lanes, channels, hourAgo: now - hourMs }
  return context.read(async (tx) => {
    const whole = { ...asked, channels: null }
    const seenLive = findLive(tx, workspaceId, asked)
    const seenOver = findOver(tx, workspaceId, asked)
    const [live, over, takenToday, slaToday, due, serving] = await Promise.all([
      channels === null ? seenLive : findLive(tx, workspaceId, whole),
      channels === null ? seenOver : findOver(tx, workspaceId, whole),
      findTakenToday(tx, workspaceId, asked),
      findSlaToday(tx, workspaceId, asked),
      findDue(tx, workspaceId, { channels, now }),
      readServing(tx, context, { workflow, queues: queues.map((queue) => queue.slug) }),
    ])
    return { ...serving, live, over, takenToday, slaToday, due, seen: { live: await seenLive, over: await seenOver } }
  })
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
  return forecast({ priority: newcomerPriority, position: ahead + 1, waitedMs: 0, kind: queue.kind ?? 'ticket' })
}

function figuresOf(
  queue: Queue,
  rows: FigureRows,
  now: number,
): Omit<QueueFigures, 'isOpen' | 'estimatedWait' | 'overtakes'> {
  const { slug, label } = queue
  const live = rows.seen.live.filter((row) => row.queue === slug)
  const over = rows.seen.over.filter((row) => row.queue === slug)
  const taken = rows.takenToday.find((row) => row.queue === slug)
  const sla = rows.slaToday.find((row) => row.queue === slug)
  const due = rows.due.find((row) => row.queue === slug)
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
    arrivalsLastHour: sum(live, 'arrivalsLastHour') + sum(over, 'arrivalsLastHour'),
    today: {
      since: lanesOf(queue, now)[0]?.since ?? now,
      arrivals: sum(live, 'arrivalsToday') + sum(over, 'arrivalsToday'),
      accepted: taken?.taken ?? 0,
      abandoned: sum(over, 'leftToday'),
      waits: { n: taken?.taken ?? 0, averageMs: taken?.averageMs ?? null, p90Ms: taken?.p90Ms ?? null },
      sla: { met: sla?.met ?? 0, breached: sla?.breached ?? 0 },
    },
  }
}

function membersByPresence(slug: string, { staff, memberships }: FigureRows): Record<PresenceState, number> {
  const members = { offline: 0, available: 0, busy: 0, away: 0, draining: 0 }
  for (const { agentId, presence } of staff) {
    if (memberships.get(agentId)?.queues.has(slug) === true) members[presence] += 1
  }
  return members
}

function sum<Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0)
}
