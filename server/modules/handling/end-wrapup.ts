import type { Context } from '../../platform/context.ts'
import type { ShownTask } from '../routing/index.ts'
import { handleTask, lostTo, requireOwnWork } from './handle-task.ts'
import { noChange } from './ticket-change.ts'

/**
 * Ends a wrap-up before its time: the task is done and its agent free. Null when there is no such task.
 * Throws `conflict` when it is not wrapped up, and `forbidden`.
 */
export async function endWrapup(
  context: Context,
  { taskId, disposition }: { taskId: string; disposition: string | null },
): Promise<ShownTask | null> {
  return handleTask(context, { taskId, permission: 'task:write' }, ({ task }) => {
    requireOwnWork(context, task)
    if (task.state !== 'wrapup') throw lostTo(task)
    return { ...noChange, taskMoves: [{ kind: 'endWrapup', disposition, reason: 'ended' }] }
  })
}
