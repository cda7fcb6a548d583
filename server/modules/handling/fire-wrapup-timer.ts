import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findTask } from '../routing/index.ts'
import { type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { commitChange } from './commit-change.ts'
import { gripTicket } from './grip-ticket.ts'
import { noChange } from './ticket-change.ts'

/**
 * Lets time act on a wrap-up: its units are freed when they were held long enough, and it ends when it is over, each in
 * one transaction with the timer itself. False when the timer was moved or taken over meanwhile.
 */
export async function fireWrapupTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'task:write')
  return context.transaction(async (tx) => {
    const known = await findTask(tx, context.workspace.id, timer.subjectId)
    const ticketId = known?.ticketId
    const grip = ticketId === undefined ? null : await gripTicket(tx, context, { ticketId, agentIds: [] })
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    const task = grip?.task
    if (grip == null || task?.id !== timer.subjectId || task.state !== 'wrapup') return true
    const isOver = (task.wrapupUntil ?? 0) <= context.now()
    const ending = { kind: 'endWrapup', disposition: null, reason: 'time_over' } as const
    await commitChange(tx, context, grip, { ...noChange, taskMoves: [isOver ? ending : { kind: 'freeWrapup' }] })
    return true
  })
}
