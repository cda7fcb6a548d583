import type { AbandonedCalls } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { saveTask, type Task } from '../routing/index.ts'
import { abandonCallOf } from './call-of-task.ts'
import { cancelOffers } from './task-hold.ts'
import type { Grip, TicketFact } from './ticket-change.ts'

/** The line of a waiting call went dead: nobody is asked any more, or the same task waits on as a callback, at its rank. */
export async function abandon(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, hungUpBy, outcome }: { task: Task; hungUpBy: 'customer' | 'agent'; outcome: AbandonedCalls },
): Promise<TicketFact[]> {
  await cancelOffers(tx, context, grip, 'call_abandoned')
  const save = (patch: Parameters<typeof saveTask>[3]) => saveTask(tx, context.workspace.id, task.id, patch)
  const taskId = encodeId('task', task.id)
  if (outcome === 'callback') {
    const taskVersion = await save({ state: task.parkedAt === null ? 'waiting' : 'paused', kind: 'callback' })
    const abandoned = await abandonCallOf(tx, context, task, { by: hungUpBy, outcome })
    return [{ type: 'task.updated', data: { taskId, taskVersion } }, ...abandoned]
  }
  const at = context.now()
  const taskVersion = await save({ state: 'abandoned', endedAt: at })
  return [
    { type: 'task.abandoned', data: { taskId, waitMs: at - task.enteredAt, taskVersion } },
    ...(await abandonCallOf(tx, context, task, { by: hungUpBy, outcome })),
  ]
}
