import type { Context } from '../../platform/context.ts'
import type { ShownTask } from '../routing/index.ts'
import { handleTask, lostTo } from './handle-task.ts'
import { noChange } from './ticket-change.ts'

/**
 * Keeps a task that nobody has in hand from being offered, at its rank, until somebody unparks it: what the customer says
 * meanwhile does not. Null when there is no such task. Throws `conflict` when an agent has it.
 */
export async function parkTask(context: Context, input: { taskId: string; reason: string }): Promise<ShownTask | null> {
  const { taskId, reason } = input
  return handleTask(context, { taskId, permission: 'agents:act' }, ({ task }) => {
    if (task.agentId !== null) throw lostTo(task)
    return { ...noChange, taskMoves: [{ kind: 'park', reason }] }
  })
}

/** Lets a parked task wait on at its rank; one that is not parked stays as it is. Null when there is no such task. */
export async function unparkTask(context: Context, input: { taskId: string }): Promise<ShownTask | null> {
  return handleTask(context, { ...input, permission: 'agents:act' }, () => ({
    ...noChange,
    taskMoves: [{ kind: 'unpark' }],
  }))
}
