import { hasEnded } from '../../core/lifecycle/index.ts'
import { termsOf } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { watchIfLost } from '../agents/index.ts'
import { callBackInstead } from '../calls/index.ts'
import { endChatOf } from '../chats/index.ts'
import { endLineOf, insertTask, saveTask, stateInQueue, type Task } from '../routing/index.ts'
import { giveUpChat, openChat } from './chat-moves.ts'
import { leaveHands } from './leave-hands.ts'
import { caseTask, lastAgentOf, newTask } from './new-task.ts'
import { resumedCode } from './offer-codes.ts'
import { cancelOffers, forceHold, letGo, takeHold, waitAnew } from './task-hold.ts'
import { abandon } from './abandon-move.ts'
import type { ChatEnd, Grip, TaskMove, TicketFact } from './ticket-change.ts'
import { handOff } from './hand-off-move.ts'
import { restoreTask } from './restore-task.ts'
import { transfer } from './transfer-move.ts'
import { update } from './update-move.ts'
import { backToQueue, park, unpark } from './waiting-moves.ts'
import { endWrapup, freeWrapup, startWrapup, wrapupQueueOf } from './wrapup-moves.ts'

/** Moves the task of a gripped ticket; gives what happened to it. Its pending offers end where they no longer make sense. */
export async function moveTask(tx: Tx, context: Context, grip: Grip, move: TaskMove): Promise<TicketFact[]> {
  const { task } = grip
  if (move.kind === 'queue') return queue(tx, context, grip)
  if (move.kind === 'queueCase') return queueCase(tx, context, grip, move)
  if (move.kind === 'openChat') return openChat(tx, context, grip)
  if (move.kind === 'restore') return restoreTask(tx, context, grip, move)
  if (task === null) return move.kind === 'assign' ? assignAnew(tx, context, grip, move.agentId) : []
  const facts = await moveOpen(tx, context, grip, { task, move })
  const staysInHand = task.agentId === null || facts.length === 0 || keepsHands.has(move.kind)
  if (staysInHand) return facts
  return [...facts, ...(await leaveHands(tx, context, { taskId: task.id, move }))]
}

/** Moves after which the task is still with its agent, if it was with one. */
const keepsHands: ReadonlySet<TaskMove['kind']> = new Set(['pause', 'resume', 'update', 'freeWrapup'])

/** Moves that belong to work under way: what is only wrapped up is done but for its agent's notes. */
const ofWork: ReadonlySet<TaskMove['kind']> = new Set(['finish', 'pause', 'resume', 'release'])

function moveOpen(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, move }: { task: Task; move: Exclude<TaskMove, { kind: 'queue' | 'queueCase' | 'restore' | 'openChat' }> },
): Promise<TicketFact[]> {
  if (task.state === 'wrapup' && ofWork.has(move.kind)) return Promise.resolve([])
  switch (move.kind) {
    case 'finish':
      return finish(tx, context, grip, { task, hungUpBy: move.hungUpBy ?? null })
    case 'abandon':
      return abandon(tx, context, grip, { task, ...move })
    case 'giveUpChat':
      return giveUpChat(tx, context, grip, { task, ...move })
    case 'endChat':
      return endChat(tx, context, grip, { task, end: move.end })
    case 'callback':
      return callBack(tx, context, grip, { task, notBefore: move.notBefore })
    case 'cancel':
      return cancel(tx, context, grip, { task, reason: move.reason })
    case 'pause':
      return pause(tx, context, grip, task)
    case 'resume':
      return resume(tx, context, grip, task)
    case 'assign':
      return assign(tx, context, grip, { task, agentId: move.agentId })
    case 'release':
      return release(tx, context, grip, task)
    case 'transfer':
      return transfer(tx, context, grip, { task, to: move.to })
    case 'pull':
      return pull(tx, context, grip, { task, agentId: move.agentId })
    case 'handOff':
      return handOff(tx, context, grip, { task, ...move })
    case 'return':
      return giveBack(tx, context, grip, { task, code: move.code })
    case 'requeue':
      return requeue(tx, context, grip, task)
    case 'park':
      return park(tx, context, grip, { task, reason: move.reason })
    case 'unpark':
      return unpark(tx, context, grip, task)
    case 'endWrapup':
      return endWrapup(tx, context, task, move)
    case 'freeWrapup':
      return freeWrapup(tx, context, task)
    case 'lose':
      return lose(tx, context, grip, { task, ...move })
    case 'update':
      return update(tx, context, grip, { task, ...move })
  }
}

async function finish(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, hungUpBy }: { task: Task; hungUpBy: 'customer' | 'agent' | null },
): Promise<TicketFact[]> {
  await cancelOffers(tx, context, grip, 'task_done')
  const wrapup = wrapupQueueOf(grip, task)
  if (wrapup !== null) {
    const started = await startWrapup(tx, context, task, wrapup)
    return [...started, ...(await endLineOf(tx, context, task, hungUpBy))]
  }
  const held = task.agentId
  await letGo(tx, context, task)
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'done', endedAt: context.now() })
  const agentId = held === null ? null : encodeId('agent', held)
  const completed: TicketFact = {
    type: 'task.completed',
    data: { taskId: encodeId('task', task.id), agentId, taskVersion },
  }
  return [completed, ...(await endLineOf(tx, context, task, hungUpBy))]
}

async function endChat(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, end }: { task: Task; end: ChatEnd },
): Promise<TicketFact[]> {
  const ended = await endChatOf(tx, context, task, end)
  return [...ended, ...(await finish(tx, context, grip, { task, hungUpBy: null }))]
}

/**
 * The same task, of another kind and at its rank; one for later is paused until a timer lets it wait, a parked one until
 * somebody does.
 */
async function callBack(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, notBefore }: { task: Task; notBefore: number | null },
): Promise<TicketFact[]> {
  await cancelOffers(tx, context, grip, 'callback_requested')
  const state = notBefore === null && task.parkedAt === null ? 'waiting' : 'paused'
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state, kind: 'callback' })
  const moved: TicketFact = { type: 'task.updated', data: { taskId: encodeId('task', task.id), taskVersion } }
  return [moved, ...(await callBackInstead(tx, context, task, { by: 'customer', at: notBefore }))]
}

async function cancel(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, reason }: { task: Task; reason: string },
): Promise<TicketFact[]> {
  await cancelOffers(tx, context, grip, 'task_cancelled')
  await letGo(tx, context, task)
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'cancelled', endedAt: context.now() })
  const cancelled: TicketFact = {
    type: 'task.cancelled',
    data: { taskId: encodeId('task', task.id), reason, taskVersion },
  }
  return [cancelled, ...(await endLineOf(tx, context, task, null))]
}

async function pause(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  if (task.state === 'paused') return []
  await cancelOffers(tx, context, grip, 'task_paused')
  const { queues } = termsOf(grip.workflow, task.id)
  if (queues.get(task.queue)?.pauseFreesCapacity ?? true) await letGo(tx, context, task)
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'paused' })
  return [{ type: 'task.paused', data: { taskId: encodeId('task', task.id), taskVersion } }]
}

/** The agent who had it goes on, even over its room, for the customer talks to that agent; else the task waits again. */
async function resume(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  if (task.state !== 'paused' || task.parkedAt !== null) return []
  const { agentId } = task
  const reason = { code: resumedCode, text: 'The pause is over.' }
  // What the pause did with the units was said by the workflow of that time.
  if (agentId !== null && grip.heldBy === null) await forceHold(tx, context, grip, { task, agentId, reason })
  const state = agentId === null ? await stateInQueue(tx, context, task) : 'active'
  if (state === 'paused') return []
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state, ...waitAnew(context, task) })
  if (agentId !== null) await watchIfLost(tx, context, agentId)
  return [{ type: 'task.resumed', data: { taskId: encodeId('task', task.id), state, taskVersion } }]
}

async function assign(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, agentId }: { task: Task; agentId: string },
): Promise<TicketFact[]> {
  if (task.agentId === agentId && task.state === 'active') return []
  if (task.state === 'wrapup') {
    const ended = await endWrapup(tx, context, task, { disposition: null, reason: 'assigned_by_hand' })
    return [...ended, ...(await assignAnew(tx, context, grip, agentId))]
  }
  await cancelOffers(tx, context, grip, 'assigned_by_hand')
  await letGo(tx, context, task)
  await forceHold(tx, context, grip, { task, agentId })
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'active', agentId, parkedAt: null })
  const ids = { taskId: encodeId('task', task.id), agentId: encodeId('agent', agentId) }
  return [{ type: 'task.updated', data: { ...ids, taskVersion } }]
}

async function release(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  await letGo(tx, context, task)
  if (task.agentId === null) return []
  const state = task.state === 'paused' ? 'paused' : await stateInQueue(tx, context, task)
  const patch = { state, agentId: null, ...waitAnew(context, task) }
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, patch)
  return [queued(grip, task, taskVersion)]
}

async function pull(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, agentId }: { task: Task; agentId: string },
): Promise<TicketFact[]> {
  const reason = { code: 'pulled', text: 'Taken from the queue.' }
  await takeHold(tx, context, grip, { task, agentId, reason, pointer: '/agentId' })
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'active', agentId })
  const ids = { taskId: encodeId('task', task.id), agentId: encodeId('agent', agentId) }
  return [{ type: 'task.pulled', data: { ...ids, waitMs: context.now() - task.enteredAt, taskVersion } }]
}

async function giveBack(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, code }: { task: Task; code: string | null },
): Promise<TicketFact[]> {
  if (task.agentId === null) return []
  const taskVersion = await backToQueue(tx, context, grip, { task, code: 'returned' })
  const ids = { taskId: encodeId('task', task.id), agentId: encodeId('agent', task.agentId) }
  return [{ type: 'task.returned', data: { ...ids, code, taskVersion } }]
}

async function requeue(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  if (task.agentId === null && grip.pending.length === 0) return []
  const taskVersion = await backToQueue(tx, context, grip, { task, code: 'requeued' })
  const agentId = task.agentId === null ? null : encodeId('agent', task.agentId)
  return [{ type: 'task.requeued', data: { taskId: encodeId('task', task.id), agentId, taskVersion } }]
}

async function lose(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, reason, excludedUntil }: { task: Task; reason: string; excludedUntil: number },
): Promise<TicketFact[]> {
  const { agentId } = task
  if (agentId === null) return []
  await letGo(tx, context, task)
  const exclude = { [agentId]: excludedUntil }
  const state = await stateInQueue(tx, context, task)
  const patch = { state, agentId: null, exclude, ...waitAnew(context, task) }
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, patch)
  return [{ ...queued(grip, task, taskVersion), cause: { reason, agentId: encodeId('agent', agentId) } }]
}

async function assignAnew(tx: Tx, context: Context, grip: Grip, agentId: string): Promise<TicketFact[]> {
  if (hasEnded(grip.ticket.statusCategory)) return []
  const task = { ...(await newTask(tx, context, grip)), state: 'active' as const, agentId }
  await insertTask(tx, context.workspace.id, task)
  await forceHold(tx, context, grip, { task, agentId })
  return [queued(grip, task, task.version)]
}

/** A ticket gets a new task when there is no work on it under way; a wrap-up of the last one ends by that. */
async function queue(tx: Tx, context: Context, grip: Grip): Promise<TicketFact[]> {
  const last = grip.task
  if (last !== null && last.state !== 'wrapup') return []
  const ended = last === null ? [] : await endWrapup(tx, context, last, { disposition: null, reason: 'work_again' })
  const fresh = await newTask(tx, context, grip)
  const task = { ...fresh, ...lastAgentOf(context, grip, fresh.id) }
  await insertTask(tx, context.workspace.id, task)
  return [...ended, queued(grip, task, task.version)]
}

async function queueCase(
  tx: Tx,
  context: Context,
  grip: Grip,
  to: { queue: string; priority: string },
): Promise<TicketFact[]> {
  const task = caseTask(context, grip, to)
  await insertTask(tx, context.workspace.id, task)
  return [queued(grip, task, task.version)]
}

function queued(grip: Grip, task: Task, taskVersion: number): TicketFact {
  const { kind, queue, priority } = task
  return { type: 'task.queued', data: { taskId: encodeId('task', task.id), queue, kind, priority, taskVersion } }
}
