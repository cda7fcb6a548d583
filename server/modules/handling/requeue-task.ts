import type { Context } from '../../platform/context.ts'
import type { ShownTask } from '../routing/index.ts'
import { handleTask, lostTo } from './handle-task.ts'
import { joinChanges, noChange } from './ticket-change.ts'
import { withoutAssignee } from './without-assignee.ts'

/**
 * Takes a task from whoever has it or is asked for it, and lets it wait at its rank; one that waits already stays so.
 * Null when there is no such task. Throws `conflict` when its work is over.
 */
export async function requeueTask(context: Context, input: { taskId: string }): Promise<ShownTask | null> {
  return handleTask(context, { ...input, permission: 'agents:act' }, (grip) => {
    if (grip.task.state === 'wrapup') throw lostTo(grip.task)
    return joinChanges(withoutAssignee(grip), { ...noChange, taskMoves: [{ kind: 'requeue' }] })
  })
}
