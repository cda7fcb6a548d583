import type { Context } from '../../platform/context.ts'
import type { Task } from '../routing/index.ts'
import { moveTaskById } from './move-task-by-id.ts'

/** Gives the work up: nobody is asked any more, and who had it is free. The ticket keeps its status. Null when there is no such task. */
export async function cancelTask(context: Context, input: { taskId: string; reason: string }): Promise<Task | null> {
  return moveTaskById(context, input.taskId, { kind: 'cancel', reason: input.reason })
}
