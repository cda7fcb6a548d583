import type { Context } from '../../platform/context.ts'
import type { Task } from '../routing/index.ts'
import { moveTaskById } from './move-task-by-id.ts'

/** Lets the work wait for somebody else; frees the agent's units where the queue says so. */
export async function pauseTask(context: Context, input: { taskId: string }): Promise<Task | null> {
  return moveTaskById(context, input.taskId, { kind: 'pause' })
}

/** Lets paused work go on: with the agent who had it, else in the queue at its rank. */
export async function resumeTask(context: Context, input: { taskId: string }): Promise<Task | null> {
  return moveTaskById(context, input.taskId, { kind: 'resume' })
}
