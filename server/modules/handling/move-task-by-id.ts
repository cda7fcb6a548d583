import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { findTask, type Task } from '../routing/index.ts'
import { handleTicket } from './handle-ticket.ts'
import { noChange, type TaskMove } from './ticket-change.ts'

/**
 * Moves one task on its own; its ticket keeps its status. Null when there is no such task.
 * Throws `conflict` when the task is over already.
 */
export async function moveTaskById(context: Context, taskId: string, move: TaskMove): Promise<Task | null> {
  const known = await context.read((tx) => findTask(tx, context.workspace.id, taskId))
  if (known === null) return null
  const ticket = await handleTicket(context, { ticketId: known.ticketId, permission: 'task:write' }, (grip) => {
    if (grip.task?.id !== taskId) throw new AppError('conflict', `This task is ${known.state}.`, { state: known.state })
    return { ...noChange, taskMoves: [move] }
  })
  if (ticket === null) return null
  return context.read((tx) => findTask(tx, context.workspace.id, taskId))
}
