import type { RowTx } from '../rows/row-tx.ts'
import { isHeld, isOver, type RowOf } from '../rows/row-types.ts'
import type { World } from '../world.ts'
import { Broken } from './invariants.ts'

/** Who is asked about a task is asked by the one who has it. */
export function checkConsults(tx: RowTx): void {
  for (const { id, taskId, fromAgentId, agentId, endedAt, endReason } of tx.all('consult')) {
    const task = tx.get('task', taskId)
    if (endedAt === null) {
      const isInHand = task?.agentId === fromAgentId && !isOver(task) && task.state !== 'wrapup'
      if (!isInHand)
        throw new Broken('consult_left', `${id} by ${fromAgentId} about ${task?.state} of ${task?.agentId}`)
    } else if (endReason === 'handed_over' && tx.written.consult?.has(id) === true && task?.agentId !== agentId) {
      throw new Broken('not_consulted', `${id}: asked ${agentId}, has ${task?.agentId}`)
    }
  }
  for (const { type, data } of tx.events) {
    if (type !== 'task.transferred' || data['mode'] !== 'warm') continue
    const ended = [...(tx.written.consult?.values() ?? [])].some(({ endReason }) => endReason === 'handed_over')
    if (!ended) throw new Broken('not_consulted', JSON.stringify(data['to']))
  }
}

/** The line of a task: live as long as the call is, and a callback in the queue only when it may be. */
export function checkCalls(tx: RowTx, { latest, hasJumped }: Pick<World, 'latest' | 'hasJumped'>): void {
  for (const call of tx.all('call')) {
    const task = tx.get('task', call.taskId)
    if (task === undefined) throw new Broken('line_differs', `${call.id} has no task`)
    const isEnded = isOver(task) || task.state === 'wrapup' || task.kind === 'callback'
    const isAbandoned = call.endReason === 'abandoned'
    if ((call.endedAt !== null) !== isEnded || isAbandoned !== (task.state === 'abandoned'))
      throw new Broken('line_differs', `${call.id} ended as ${call.endReason}, its ${task.kind} is ${task.state}`)
    const before = tx.rowsBeside.tables.call.get(call.id)
    if (before !== undefined && before.endedAt !== null && before.endReason !== call.endReason)
      throw new Broken('line_differs', `${call.id} ended as ${before.endReason}, then as ${call.endReason}`)
    const isQueued = task.state === 'waiting' || (task.state === 'offered' && isOfferedByRouter(tx, task))
    if (isQueued && (call.callbackAt ?? 0) > latest)
      throw new Broken('called_early', `${task.id} is ${task.state} ${(call.callbackAt ?? 0) - latest} ms early`)
    const timer = tx.get('timer', `callback ${task.id}`)
    const isAside = task.state === 'paused' && task.agentId === null && (call.callbackAt ?? 0) > latest
    if (isAside && timer?.isArmed !== true && !hasJumped)
      throw new Broken('called_never', `${task.id} is aside and has no timer`)
  }
}

const isOfferedByRouter = (tx: RowTx, { id }: RowOf['task']): boolean =>
  tx.all('offer').some(({ taskId, state, decisionId }) => taskId === id && state === 'pending' && decisionId !== null)

/** A timer will end each wrap-up, and free its units before that where they are held for a part of it only. */
export function checkWrapups(tx: RowTx): void {
  for (const { id, state, wrapupUntil } of tx.all('task')) {
    if (state !== 'wrapup') continue
    const timer = tx.get('timer', `task.wrapup ${id}`)
    const isHolding = tx.all('offer').some((offer) => offer.taskId === id && isHeld(offer))
    if (timer?.isArmed !== true || timer.dueAt > (wrapupUntil ?? 0))
      throw new Broken('wrapup_unwatched', `${id} has ${timer?.isArmed === true ? 'a late' : 'no'} timer`)
    if (!isHolding && timer.dueAt !== wrapupUntil)
      throw new Broken('wrapup_unwatched', `${id} holds nothing and is to be freed again`)
  }
}
