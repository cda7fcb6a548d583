import type { Context } from '../../platform/context.ts'
import type { ShownTask } from '../routing/index.ts'
import { gatherMove } from './gather-moves.ts'
import { moveTaskById } from './handle-task.ts'
import { moveTogether } from './move-together.ts'

/**
 * Ends the work and frees its agent; the ticket keeps its status. A conversation is wrapped up first where its queue
 * says so. Plain endings that come at the same time are made together. Null when there is no such task.
 */
export async function completeTask(context: Context, { taskId }: { taskId: string }): Promise<ShownTask | null> {
  if (!context.isInside) {
    const made = await gatherMove({ context, wish: { kind: 'complete', taskId } }, moveTogether)
    if (made.kind === 'completed') return made.task
  }
  return moveTaskById(context, taskId, () => ({ kind: 'finish' }))
}
