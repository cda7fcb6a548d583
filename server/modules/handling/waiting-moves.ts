import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { saveTask, stateInQueue, type Task } from '../routing/index.ts'
import { cancelOffers, coolOff, letGo, waitAnew } from './task-hold.ts'
import type { Grip, TicketFact } from './ticket-change.ts'

/**
 * Takes a task from whoever has it or is asked for it, and lets it wait at its rank; paused work stays paused, without
 * its agent. Gives its new version.
 */
export async function backToQueue(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, code }: { task: Task; code: string },
): Promise<number> {
  await cancelOffers(tx, context, grip, code)
  await letGo(tx, context, task)
  const state = task.state === 'paused' ? 'paused' : await stateInQueue(tx, context, task)
  return saveTask(tx, context.workspace.id, task.id, {
    state,
    agentId: null,
    ...coolOff(context, grip, task),
    ...waitAnew(context, task),
  })
}

/** Keeps a task from being offered, at its rank, until it is let go on; nobody has it in hand. */
export async function park(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, reason }: { task: Task; reason: string },
): Promise<TicketFact[]> {
  if (task.parkedAt !== null) return []
  await cancelOffers(tx, context, grip, 'parked')
  const patch = { state: 'paused', parkedAt: context.now() } as const
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, patch)
  return [{ type: 'task.parked', data: { taskId: encodeId('task', task.id), reason, taskVersion } }]
}

/** Lets a parked task wait on at its rank, unless its ticket waits for somebody else meanwhile. */
export async function unpark(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  if (task.parkedAt === null) return []
  const { statusCategory } = grip.ticket
  const isHeldUp = statusCategory === 'waiting' || statusCategory === 'hold'
  const state = isHeldUp ? 'paused' : await stateInQueue(tx, context, task)
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, {
    state,
    parkedAt: null,
    ...waitAnew(context, task),
  })
  return [{ type: 'task.unparked', data: { taskId: encodeId('task', task.id), state, taskVersion } }]
}
