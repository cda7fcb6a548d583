import type { Context, Tx } from '../../platform/context.ts'
import { findCallbackTime } from '../calls/index.ts'
import { armTimer } from '../timers/index.ts'
import type { Task } from './task.ts'

/**
 * What a task is that nobody has in hand and nothing holds up: waiting, and a callback for later aside until its time,
 * when its timer lets it wait. That timer is set again, for it may have rung before the clock was put back. The task is
 * locked.
 */
export async function stateInQueue(
  tx: Tx,
  context: Context,
  { id: taskId, kind }: Pick<Task, 'id' | 'kind'>,
): Promise<'waiting' | 'paused'> {
  if (kind !== 'callback') return 'waiting'
  const notBefore = await findCallbackTime(tx, context.workspace.id, taskId)
  if (notBefore === null || notBefore <= context.now()) return 'waiting'
  await armTimer(tx, context.workspace.id, { kind: 'callback', subjectId: taskId, dueAt: notBefore })
  return 'paused'
}
