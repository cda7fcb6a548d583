import { type OverflowStep, type Standing, targetOf } from '../../core/workflow/index.ts'
import type { WaitEstimate } from '../../core/waits/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { callBackInstead } from '../calls/index.ts'
import { endChatOf } from '../chats/index.ts'
import type { NewEvent } from '../events/index.ts'
import type { Task } from './task.ts'
import { endLineOf } from './end-line-of.ts'
import { insertTask, saveTask } from './task-store.ts'

/** What is recorded of a task, its place in the ticket's sequence not yet taken. */
export type TaskFact = {
  [T in NewEvent['type']]: Pick<Extract<NewEvent, { type: T }>, 'type' | 'data'>
}[NewEvent['type']]

/** A step that is to be taken, and what led to it. */
export interface DueStep {
  readonly name: string
  readonly step: OverflowStep
  readonly to: Standing
  /** Of a step of length: how many would have waited. */
  readonly waiting?: number
  /** Of a step by estimate: what the task was to expect. */
  readonly estimate?: WaitEstimate & { readonly position: number }
}

/** The task that waits now, which is another one where a message was left, and what happened on the way. */
export interface StepsTaken {
  readonly task: Task
  readonly facts: readonly TaskFact[]
}

/** Lets a waiting task take these steps one after the other. Its ticket is held; where it waits now is the caller's to note. */
export async function takeSteps(
  tx: Tx,
  context: Context,
  { task, steps }: { task: Task; steps: readonly DueStep[] },
): Promise<StepsTaken> {
  let now: StepsTaken = { task, facts: [] }
  for (const step of steps) {
    const next = await takeOne(tx, context, now.task, step)
    now = { task: next.task, facts: [...now.facts, ...next.facts] }
  }
  return now
}

function takeOne(tx: Tx, context: Context, task: Task, due: DueStep): Promise<StepsTaken> {
  const { kind } = due.step.to
  if (kind === 'message' || kind === 'voicemail') return becomeMessage(tx, context, task, due)
  return moveOn(tx, context, task, due)
}

/** The same task, elsewhere or of another kind, at its rank. */
async function moveOn(tx: Tx, context: Context, task: Task, due: DueStep): Promise<StepsTaken> {
  const { queue, kind, partner, overflowed } = due.to
  const patch = { ...(queue !== task.queue && { queue }), ...(kind !== task.kind && { kind }), partner, overflowed }
  const version = await saveTask(tx, context.workspace.id, task.id, patch)
  const moved = { ...task, queue, kind, partner, overflowed, version }
  const ended = due.step.to.kind === 'callback' ? await giveUpLine(tx, context, task) : []
  return { task: moved, facts: [overflowedFact(task, due, version), ...ended] }
}

async function giveUpLine(tx: Tx, context: Context, task: Task): Promise<readonly TaskFact[]> {
  const call = await callBackInstead(tx, context, task, { by: 'system', at: null })
  return [...call, ...(await endChatOf(tx, context, task, { by: 'system', reason: 'callback' }))]
}

/** What was waited for live ends, and the ticket is worked as any other, from the entry of the message on. */
async function becomeMessage(tx: Tx, context: Context, task: Task, due: DueStep): Promise<StepsTaken> {
  const at = context.now()
  const { queue, overflowed } = due.to
  const version = await saveTask(tx, context.workspace.id, task.id, { state: 'cancelled', endedAt: at })
  const ended = [
    ...(await endChatOf(tx, context, task, { by: 'system', reason: 'message' })),
    ...(await endLineOf(tx, context, task, null)),
  ]
  const fresh = {
    kind: 'ticket',
    queue,
    partner: null,
    overflowed,
    version: 1,
    enteredAt: at,
    waitsFrom: null,
    createdAt: at,
  }
  const kept = { preferredAgentId: null, preferredUntil: null, exclusions: {} }
  const message: Task = { ...task, ...kept, ...fresh, id: newId() }
  await insertTask(tx, context.workspace.id, message)
  return { task: message, facts: [overflowedFact(task, due, version), ...ended, queuedFact(message)] }
}

/** That a task has taken a step, and why. */
export function overflowedFact(
  { id, queue }: { id: string; queue: string },
  { step, waiting, estimate }: DueStep,
  taskVersion: number,
): Extract<TaskFact, { type: 'task.overflowed' }> {
  const { on, above, to } = step
  const target = { queue, on, target: to.kind, to: targetOf(step) }
  const why = {
    ...(waiting !== undefined && { waiting, above: above ?? 0 }),
    ...(estimate !== undefined && { estimate }),
  }
  return { type: 'task.overflowed', data: { taskId: encodeId('task', id), ...target, ...why, taskVersion } }
}

function queuedFact({ id, queue, kind, priority, version }: Task): TaskFact {
  return { type: 'task.queued', data: { taskId: encodeId('task', id), queue, kind, priority, taskVersion: version } }
}
