import type { Context } from '../../platform/context.ts'
import type { Task } from '../routing/index.ts'
import { moveTaskById } from './handle-task.ts'

/**
 * Ends the work and frees its agent; the ticket keeps its status. A conversation is wrapped up first where its queue
 * says so. Null when there is no such task.
 */
export async function completeTask(context: Context, input: { taskId: string }): Promise<Task | null> {
  return moveTaskById(context, input.taskId, () => ({ kind: 'finish' }))
}
