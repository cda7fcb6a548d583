import { type Queue, termsOf } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { saveTask, type Task } from '../routing/index.ts'
import { armTimer, disarmTimer } from '../timers/index.ts'
import { letGo } from './task-hold.ts'
import type { Grip, TicketFact } from './ticket-change.ts'

/** Conversations: what is left to write down is done after them, while nobody waits. */
const liveKinds: ReadonlySet<string> = new Set(['call', 'chat', 'callback'])

/** The queue whose wrap-up follows the work on this task; null when it is simply done. */
export function wrapupQueueOf(grip: Grip, task: Task): Queue | null {
  const queue = termsOf(grip.workflow, task.id).queues.get(task.queue)
  const hasWrapup = task.state === 'active' && liveKinds.has(task.kind) && queue !== undefined && queue.wrapupMs > 0
  return hasWrapup ? queue : null
}

/** The conversation is over: its agent keeps the task for the queue's time, and its units for as long as that says. */
export async function startWrapup(
  tx: Tx,
  context: Context,
  task: Task,
  { wrapupMs, wrapupHoldsMs }: Queue,
): Promise<TicketFact[]> {
  const at = context.now()
  const until = at + wrapupMs
  if (wrapupHoldsMs === 0) await letGo(tx, context, task)
  const dueAt = wrapupHoldsMs === 0 ? until : at + wrapupHoldsMs
  await armTimer(tx, context.workspace.id, { kind: 'task.wrapup', subjectId: task.id, dueAt })
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'wrapup', wrapupUntil: until })
  return [
    {
      type: 'task.wrapup_started',
      data: { ...idsOf(task), until: new Date(until).toISOString(), taskVersion },
    },
  ]
}

/** The units are free while the wrap-up goes on. */
export async function freeWrapup(tx: Tx, context: Context, task: Task): Promise<TicketFact[]> {
  await letGo(tx, context, task)
  const dueAt = task.wrapupUntil ?? context.now()
  await armTimer(tx, context.workspace.id, { kind: 'task.wrapup', subjectId: task.id, dueAt })
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, {})
  return [{ type: 'task.updated', data: { taskId: encodeId('task', task.id), taskVersion } }]
}

/** The wrap-up is over, and the task done. */
export async function endWrapup(
  tx: Tx,
  context: Context,
  task: Task,
  { disposition, reason }: { disposition: string | null; reason: string },
): Promise<TicketFact[]> {
  await disarmTimer(tx, context.workspace.id, { kind: 'task.wrapup', subjectId: task.id })
  await letGo(tx, context, task)
  const patch = { state: 'done', endedAt: context.now(), disposition } as const
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, patch)
  return [
    { type: 'task.wrapup_ended', data: { ...idsOf(task), disposition, reason, taskVersion } },
    { type: 'task.completed', data: { ...idsOf(task), taskVersion } },
  ]
}

function idsOf({ id, agentId }: Task) {
  return { taskId: encodeId('task', id), agentId: encodeId('agent', agentId ?? '') }
}
