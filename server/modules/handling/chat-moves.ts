import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { endChatOf } from '../chats/index.ts'
import { insertTask, saveTask, type Task } from '../routing/index.ts'
import { lastAgentOf, newTask } from './new-task.ts'
import { cancelOffers, letGo } from './task-hold.ts'
import type { ChatEnd, Grip, TicketFact } from './ticket-change.ts'
import { endWrapup } from './wrapup-moves.ts'

/**
 * A ticket's customer is there to talk: the chat has a task of its own. The work there was gives way to it, its rank goes
 * over, and who has the ticket is asked first where the queue says so (`lastAgent`).
 */
export async function openChat(tx: Tx, context: Context, grip: Grip): Promise<TicketFact[]> {
  const old = grip.task
  const given = old === null ? [] : await giveWay(tx, context, grip, old)
  const made = await newTask(tx, context, grip)
  const fresh: Task = { ...made, kind: 'chat', ...lastAgentOf(context, grip, made.id) }
  const isWork = old !== null && old.state !== 'wrapup'
  const { queue, requirements, enteredAt, exclusions } = isWork ? old : fresh
  const task = { ...fresh, queue, requirements, enteredAt, exclusions, waitsFrom: context.now() }
  await insertTask(tx, context.workspace.id, task)
  const { id, kind, priority, version: taskVersion } = task
  return [...given, { type: 'task.queued', data: { taskId: encodeId('task', id), queue, kind, priority, taskVersion } }]
}

async function giveWay(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  if (task.state === 'wrapup') return endWrapup(tx, context, task, { disposition: null, reason: 'work_again' })
  const reason = 'chat_opened'
  await cancelOffers(tx, context, grip, reason)
  await letGo(tx, context, task)
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'cancelled', endedAt: context.now() })
  return [{ type: 'task.cancelled', data: { taskId: encodeId('task', task.id), reason, taskVersion } }]
}

/** Nobody waits in the chat any more: its work goes on at its rank as another kind, or (null) is given up with it. */
export async function giveUpChat(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, to, end }: { task: Task; to: 'ticket' | 'callback' | null; end: ChatEnd },
): Promise<TicketFact[]> {
  await cancelOffers(tx, context, grip, 'chat_given_up')
  const ended = await endChatOf(tx, context, task, end)
  const save = (patch: Parameters<typeof saveTask>[3]) => saveTask(tx, context.workspace.id, task.id, patch)
  const taskId = encodeId('task', task.id)
  const at = context.now()
  if (to === null) {
    const taskVersion = await save({ state: 'abandoned', endedAt: at })
    return [{ type: 'task.abandoned', data: { taskId, waitMs: at - task.enteredAt, taskVersion } }, ...ended]
  }
  const taskVersion = await save({ kind: to, state: task.parkedAt === null ? 'waiting' : 'paused' })
  return [{ type: 'task.updated', data: { taskId, taskVersion } }, ...ended]
}
