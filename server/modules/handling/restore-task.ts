import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { insertTask, type Task } from '../routing/index.ts'
import { lastAgentOf } from './new-task.ts'
import type { Grip, TicketFact } from './ticket-change.ts'

/** Asks again for work that was given up: a new task like the old one, nobody's, which waits at the old one's rank. */
export async function restoreTask(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task: old, isPaused }: { task: Task; isPaused: boolean },
): Promise<TicketFact[]> {
  if (grip.task !== null) return []
  const id = newId()
  const task: Task = {
    ...old,
    id,
    queue: grip.workflow.queues.has(old.queue) ? old.queue : grip.ticket.queue,
    state: isPaused ? 'paused' : 'waiting',
    agentId: null,
    waitsFrom: context.now(),
    parkedAt: null,
    wrapupUntil: null,
    disposition: null,
    partner: null,
    version: 1,
    createdAt: context.now(),
    endedAt: null,
    ...lastAgentOf(context, grip, id),
  }
  await insertTask(tx, context.workspace.id, task)
  const { queue, kind, priority, version: taskVersion } = task
  return [{ type: 'task.queued', data: { taskId: encodeId('task', id), queue, kind, priority, taskVersion } }]
}
