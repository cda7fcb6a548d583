import { overtakeAfterMs } from '../../core/routing/index.ts'
import {
  estimateWait,
  type Overtaking,
  type PresentAgent,
  type WaitEstimate,
  type WaitHistory,
} from '../../core/waits/index.ts'
import { priorities, type Queue, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { findMemberships, isQueueOpen, type Membership } from '../routing/index.ts'
import { ageingOf } from './ageing-of.ts'
import { findLeft, findTaken, type LeftRow, type TakenRow } from './history-view.ts'
import { presentAgentOf } from './present-agent-of.ts'
import type { ArrivalRow, LiveRow } from './queue-figures-view.ts'
import { findStaff, type StaffedAgent } from './staff-view.ts'

const hourMs = 3_600_000
const historyLength = 60

/** An agent in a queue. */
export interface Member {
  readonly agent: StaffedAgent
  readonly membership: Membership
}

/** What a forecast rests on, all of one moment. */
export interface ForecastRows {
  readonly live: readonly LiveRow[]
  /** Of the last hour. */
  readonly arrivals: readonly ArrivalRow[]
  readonly taken: readonly TakenRow[]
  readonly left: readonly LeftRow[]
  /** The members of each queue. */
  readonly members: ReadonlyMap<string, readonly Member[]>
}

/** The task whose wait is asked for. */
export interface Forecasted {
  readonly priority: string
  readonly position: number
  readonly waitedMs: number
  readonly kind: string
  /** Whether a member of the queue could take it; absent = any could. */
  readonly fits?: (membership: Membership) => boolean
}

/** The members of the queues under a workflow, once they have been looked for. */
export interface MembersMemory {
  known: { readonly workflow: WorkflowSnapshot; readonly members: ForecastRows['members'] } | null
}

/** Agents that have been read already, with what is known of their memberships. */
interface ReadStaff {
  readonly staff: ReadonlyMap<string, StaffedAgent>
  readonly members: MembersMemory
}

/** Reads how these queues were served in the last hour, and who is there, unless that is known. */
export async function readServing(
  tx: Tx,
  context: Context,
  { workflow, queues, read }: { workflow: WorkflowSnapshot; queues: readonly string[]; read?: ReadStaff },
): Promise<Pick<ForecastRows, 'taken' | 'left' | 'members'>> {
  const asked = { queues, since: context.now() - hourMs, limit: historyLength }
  const [taken, left, members] = await Promise.all([
    findTaken(tx, context.workspace.id, asked),
    findLeft(tx, context.workspace.id, asked),
    readMembers(tx, context, workflow, read),
  ])
  return { taken, left, members }
}

async function readMembers(
  tx: Tx,
  context: Context,
  workflow: WorkflowSnapshot,
  read: ReadStaff | undefined,
): Promise<ForecastRows['members']> {
  if (read?.members.known?.workflow === workflow) return read.members.known.members
  const staff = read === undefined ? await findStaff(tx, context.workspace.id) : [...read.staff.values()]
  const members = membersOf(staff, await findMemberships(context.within(tx), workflow, staff))
  if (read !== undefined) read.members.known = { workflow, members }
  return members
}

function membersOf(
  staff: readonly StaffedAgent[],
  memberships: ReadonlyMap<string, Membership>,
): Map<string, readonly Member[]> {
  const members = new Map<string, Member[]>()
  for (const agent of staff) {
    const membership = memberships.get(agent.agentId)
    if (membership === undefined) continue
    for (const queue of membership.queues) {
      const others = members.get(queue)
      if (others === undefined) members.set(queue, [{ agent, membership }])
      else others.push({ agent, membership })
    }
  }
  return members
}

/** Forecasts waits in one queue at one moment from what was read of it. */
export function createQueueForecast(
  rows: ForecastRows,
  { queue, workflow, now }: { queue: Queue; workflow: WorkflowSnapshot; now: number },
): (task: Forecasted) => WaitEstimate | null {
  const live = rows.live.filter((row) => row.queue === queue.slug)
  const history = historyOf(rows, queue.slug, now)
  const isOpen = isQueueOpen(queue, now)
  const entries = live.flatMap((row) => row.earliestEntry ?? [])
  const state = {
    now,
    isOpen,
    waiting: live.reduce((sum, row) => sum + row.waiting, 0),
    earliestEntry: entries.length === 0 ? null : Math.min(...entries),
  }
  const arrivals = arrivalRates(rows.arrivals.filter((row) => row.queue === queue.slug))
  const present = (rows.members.get(queue.slug) ?? []).filter(({ agent }) => agent.presence === 'available')
  return ({ priority, position, waitedMs, kind, fits }) => {
    const able = fits === undefined ? present : present.filter(({ membership }) => fits(membership))
    const agents = able.map(({ agent, membership }) => presentAgentOf(agent, membership.input, { kind, workflow }))
    const overtaking = overtakingOf(queue, arrivals, { priority, waitedMs })
    const estimate = estimateWait({ ...state, position, waitedMs, agents: withPlaces(agents), overtaking }, history)
    return able.length === present.length ? estimate : lessSure(estimate)
  }
}

function withPlaces(agents: readonly PresentAgent[]): PresentAgent[] {
  return agents.filter((agent) => agent.places > 0)
}

/** The pace is the whole queue's, and only some of those present could take this task. */
function lessSure(estimate: WaitEstimate | null): WaitEstimate | null {
  if (estimate === null) return null
  return { ...estimate, confidence: estimate.confidence === 'high' ? 'medium' : 'low' }
}

function historyOf({ taken, left }: ForecastRows, slug: string, now: number): WaitHistory {
  const ofQueue = taken.filter((row) => row.queue === slug)
  return {
    served: ofQueue.toSorted((one, other) => one.offeredAt - other.offeredAt),
    left: left.filter((row) => row.queue === slug),
    handling: {
      finished: ofQueue.filter((row) => row.releasedAt !== null).length,
      inHandMs: ofQueue.reduce((sum, row) => sum + Math.max(0, (row.releasedAt ?? now) - row.acceptedAt), 0),
    },
  }
}

/** Arrivals per ms by priority, over the last hour. */
function arrivalRates(rows: readonly ArrivalRow[]): ReadonlyMap<string, number> {
  const rates = new Map<string, number>()
  for (const { priority, arrivals } of rows) rates.set(priority, (rates.get(priority) ?? 0) + arrivals / hourMs)
  return rates
}

function overtakingOf(
  queue: Queue,
  arrivals: ReadonlyMap<string, number>,
  { priority, waitedMs }: { priority: string; waitedMs: number },
): Overtaking[] {
  const own = ageingOf(queue, priority)
  return priorities.flatMap((other) => {
    const rate = arrivals.get(other) ?? 0
    const afterMs = overtakeAfterMs(own, ageingOf(queue, other)) ?? Infinity
    return rate === 0 || afterMs <= waitedMs ? [] : [{ rate, forMs: afterMs - waitedMs }]
  })
}
