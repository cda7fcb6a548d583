import type { Context } from '../../platform/context.ts'
import type { ShownTask } from '../routing/index.ts'
import { lostTo, moveTaskById } from './handle-task.ts'

/**
 * Gives the work up: nobody is asked any more, and who had it is free. The ticket keeps its status. Null when there is no
 * such task. Throws `conflict` when the work is done and only wrapped up.
 */
export async function cancelTask(
  context: Context,
  input: { taskId: string; reason: string },
): Promise<ShownTask | null> {
  return moveTaskById(context, input.taskId, (task) => {
    if (task.state === 'wrapup') throw lostTo(task)
    return { kind: 'cancel', reason: input.reason }
  })
}
