import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { type Permission, requirePermission } from '../access/index.ts'
import { findShownTask, findTask, type ShownTask, type Task } from '../routing/index.ts'
import { handleTicket } from './handle-ticket.ts'
import { type Grip, noChange, type TaskMove, type TicketChange } from './ticket-change.ts'

/** A ticket held with the task that a call is about. */
export interface TaskGrip extends Grip {
  readonly task: Task
}

export interface TaskHandling {
  readonly taskId: string
  readonly permission: Permission
  /** Agents whose load the change may touch besides those who hold the task now. */
  readonly agentIds?: readonly string[]
}

/**
 * The frame of every verb that moves one task: holds it with its ticket and agents, lets `decide` say what changes, and
 * gives the task as it is shown then, though it may have gone where the caller sees nothing.
 * Null when there is no such task, or its ticket is not the caller's to see. Throws `conflict` when the task is over.
 */
export async function handleTask(
  context: Context,
  { taskId, ...handling }: TaskHandling,
  decide: (grip: TaskGrip, tx: Tx) => TicketChange | Promise<TicketChange>,
): Promise<ShownTask | null> {
  // oxlint-disable-next-line switchyard/verb -- handleTicket asks, and commits the change with its events
  return context.transaction(async (tx) => {
    const known = await findTask(tx, context.workspace.id, taskId)
    if (known === null) return null
    const { ticketId, caseId } = known
    const ticket = await handleTicket(context.within(tx), { ticketId, caseId, ...handling }, async (grip) => {
      const { task } = grip
      if (task?.id === taskId) return decide({ ...grip, task }, tx)
      const now = (await findTask(tx, context.workspace.id, taskId)) ?? known
      throw lostTo(now)
    })
    return ticket === null ? null : findShownTask(tx, context.workspace.id, taskId)
  })
}

/** Moves one task on its own; its ticket keeps its status. Null when there is no such task. Throws `conflict`. */
export function moveTaskById(
  context: Context,
  taskId: string,
  moveOf: (task: Task) => TaskMove,
): Promise<ShownTask | null> {
  return handleTask(context, { taskId, permission: 'task:write' }, ({ task }) => ({
    ...noChange,
    taskMoves: [moveOf(task)],
  }))
}

/** The refusal of a move that came too late, or that its task is not ready for: it names what stands. */
export function lostTo({ state }: Task): AppError {
  return new AppError('conflict', `This task is ${state}.`, { state, lostTo: state })
}

/** The refusal of what only another agent than the task's own can be named for; by now it may be another than before. */
export function hasItItself(): AppError {
  return new AppError('conflict', 'This agent has the task itself.', { reason: 'same_agent' })
}

/** Refuses who neither has the task in hand nor acts for all agents. Throws `forbidden`. */
export function requireOwnWork(context: Context, { agentId }: Pick<Task, 'agentId'>): void {
  requirePermission(context, 'offer:act', { agentId })
}
