import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findTask } from '../routing/index.ts'
import { type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { commitChange } from './commit-change.ts'
import { gripTicket } from './grip-ticket.ts'
import { noChange } from './ticket-change.ts'

/**
 * Lets a callback that was asked for a later time wait in its queue, at the rank its call had. What somebody took by
 * hand meanwhile stays with them. False when the timer was moved or taken over meanwhile.
 */
export async function fireCallbackTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'task:write')
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const known = await findTask(tx, workspaceId, timer.subjectId)
    const grip = known === null ? null : await gripTicket(tx, context, { ticketId: known.ticketId, agentIds: [] })
    if (!(await takeTimer(tx, workspaceId, timer))) return false
    const task = grip?.task ?? null
    const isDue = task?.id === timer.subjectId && task.state === 'paused' && task.agentId === null
    if (grip !== null && isDue) await commitChange(tx, context, grip, { ...noChange, taskMoves: [{ kind: 'resume' }] })
    return true
  })
}
