import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { ShownTask } from '../routing/index.ts'
import { moveTaskById } from './handle-task.ts'

/** Lets the work wait for somebody else; frees the agent's units where the queue says so. */
export async function pauseTask(context: Context, input: { taskId: string }): Promise<ShownTask | null> {
  return moveTaskById(context, input.taskId, () => ({ kind: 'pause' }))
}

/**
 * Lets paused work go on: with the agent who had it, else in the queue at its rank.
 * Throws `conflict` when it is parked: who may park may let it go on.
 */
export async function resumeTask(context: Context, input: { taskId: string }): Promise<ShownTask | null> {
  return moveTaskById(context, input.taskId, ({ state, parkedAt }) => {
    if (parkedAt !== null)
      throw new AppError('conflict', 'This task is parked; unpark it.', { state, lostTo: 'parked' })
    return { kind: 'resume' }
  })
}
