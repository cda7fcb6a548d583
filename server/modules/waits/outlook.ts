import type { WaitEstimate } from '../../core/waits/index.ts'
import { type Queue, termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { findLines } from '../calls/index.ts'
import {
  engineQueue,
  fitsQueue,
  type Membership,
  requirementsAt,
  type RoutingStep,
  stepsAhead,
  type Task,
} from '../routing/index.ts'
import { findPositions } from './find-positions.ts'
import { lanesOf } from './lanes.ts'
import { readArrivals } from './lately.ts'
import { findLive } from './queue-figures-view.ts'
import { createQueueForecast, readServing } from './queue-forecast.ts'

/** What a waiting task may expect. */
export interface Outlook {
  /** 1 = next, by the engine's own order. */
  readonly position: number
  /** Null = unknown. */
  readonly estimatedWait: WaitEstimate | null
  /** What its queue still does with it. */
  readonly steps: readonly RoutingStep[]
}

/**
 * The outlook of those of these tasks that wait, by task id; a fixed number of statements for each queue among them, and
 * where a change is rolled out for each of the terms by which they wait there: a place is told as if all waited by the task's own.
 */
export async function findOutlooks(
  tx: Tx,
  context: Context,
  { tasks, workflow }: { tasks: readonly Task[]; workflow: WorkflowSnapshot },
): Promise<Map<string, Outlook>> {
  const byQueue = Map.groupBy(
    tasks.filter((task) => task.state === 'waiting'),
    ({ id, queue }) => engineQueue(termsOf(workflow, id), queue),
  )
  const found = await Promise.all(
    [...byQueue].map(async ([queueId, waiting]) => {
      const [first] = waiting
      const queue = first && termsOf(workflow, first.id).queues.get(first.queue)
      return queue === undefined ? [] : outlooksIn(tx, context, { queueId, queue, waiting, workflow })
    }),
  )
  return new Map(found.flat())
}

async function outlooksIn(
  tx: Tx,
  context: Context,
  {
    queueId,
    queue,
    waiting,
    workflow,
  }: { queueId: string; queue: Queue; waiting: readonly Task[]; workflow: WorkflowSnapshot },
): Promise<[string, Outlook][]> {
  const now = context.now()
  const workspaceId = context.workspace.id
  const [positions, live, arrivals, serving, lines] = await Promise.all([
    findPositions(tx, workspaceId, { queue, tasks: waiting, workflow, now }),
    findLive(tx, workspaceId, { lanes: lanesOf(queue, now), channels: null }),
    readArrivals(tx, context),
    readServing(tx, context, { workflow, queues: [queue.slug] }),
    findLines(tx, workspaceId, waiting),
  ])
  const forecast = createQueueForecast({ ...serving, live, arrivals }, { queue, workflow, now })
  const fitting = createFitting(queueId)
  return waiting.map((task) => {
    const position = positions.get(task.id) ?? 1
    const requirements = requirementsAt(task, workflow, now)
    const fits = (membership: Membership) => {
      const isAskedAgain = (task.exclusions[membership.input.agentId] ?? 0) <= now
      return isAskedAgain && fitting(membership, requirements)
    }
    const waitedMs = Math.max(0, now - task.enteredAt)
    const estimatedWait = forecast({ priority: task.priority, position, waitedMs, kind: task.kind, fits })
    return [task.id, { position, estimatedWait, steps: stepsAhead(task, lines.get(task.id)?.from ?? null, queue, now) }]
  })
}

/** Remembers who fits: the tasks of a page ask for few different things, and there may be thousands of agents. */
function createFitting(queueId: string) {
  const known = new Map<string, Map<string, boolean>>()
  return ({ input }: Membership, requirements: ReturnType<typeof requirementsAt>): boolean => {
    const key = JSON.stringify(requirements)
    const fitting = known.get(key) ?? new Map<string, boolean>()
    known.set(key, fitting)
    const fits = fitting.get(input.agentId) ?? fitsQueue(input, queueId, requirements)
    fitting.set(input.agentId, fits)
    return fits
  }
}
