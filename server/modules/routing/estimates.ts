import type { WaitEstimate } from '../../core/waits/index.ts'
import { overflowStepName, termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { RoutableTask } from './routable-view.ts'

/** What a waiting task may expect, and where it stands. */
export type SaidWait = WaitEstimate & { readonly position: number }

/** Works out what these tasks may expect, as far as they wait; null = unknown. */
export type EstimateWaits = (taskIds: readonly string[]) => Promise<ReadonlyMap<string, SaidWait | null>>

/** Tasks that may leave their queue by what they have to expect. */
export interface Estimates {
  /** When each is estimated next. */
  readonly due: Map<string, number>
  /** What each was last said to expect. */
  readonly said: Map<string, SaidWait>
}

/** A wait is estimated when its task comes in and then this often, for queues change while it waits. */
const estimateEveryMs = 15_000

/** Tasks of one look; the others follow at once. */
const mostAtOnce = 200

export const createEstimates = (): Estimates => ({ due: new Map(), said: new Map() })

/** Takes note of a task's newest row: whether its wait is to be estimated while it waits. */
export function noteWait({ due, said }: Estimates, task: RoutableTask, workflow: WorkflowSnapshot): void {
  const { taskId, queue, state, partner, overflowed } = task
  const isAsked =
    state === 'waiting' &&
    partner === null &&
    termsOf(workflow, taskId)
      .queues.get(queue)
      ?.overflow.some((step) => step.on === 'estimate' && !overflowed.includes(overflowStepName(queue, step))) === true
  if (isAsked) due.set(taskId, 0)
  else {
    due.delete(taskId)
    said.delete(taskId)
  }
}

/** Estimates whose turn it is, and gives what is known now of each; null = unknown. */
export async function estimateDue(
  { due, said }: Estimates,
  estimate: EstimateWaits,
  now: number,
): Promise<[taskId: string, SaidWait | null][]> {
  const taskIds = [...due].flatMap(([taskId, at]) => (at <= now ? [taskId] : [])).slice(0, mostAtOnce)
  if (taskIds.length === 0) return []
  const waits = await estimate(taskIds)
  return taskIds.map((taskId) => {
    const wait = waits.get(taskId) ?? null
    due.set(taskId, now + estimateEveryMs)
    if (wait === null) said.delete(taskId)
    else said.set(taskId, wait)
    return [taskId, wait]
  })
}
