import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { armTimer, type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { commitChange } from './commit-change.ts'
import { gripTicket } from './grip-ticket.ts'
import { wakingChange } from './snooze-end.ts'

/**
 * Brings a ticket back that was put aside until now: its work goes on with whoever had it, else it waits at its rank.
 * False when the timer was moved or taken over meanwhile.
 */
export async function fireSnoozeTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'ticket:write')
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const grip = await gripTicket(tx, context, { ticketId: timer.subjectId, agentIds: [] })
    if (!(await takeTimer(tx, workspaceId, timer))) return false
    const until = grip?.ticket.snoozedUntil ?? null
    if (grip === null || until === null) return true
    if (until > context.now())
      await armTimer(tx, workspaceId, { kind: 'ticket.snooze', subjectId: grip.ticket.id, dueAt: until })
    else await commitChange(tx, context, grip, wakingChange('time'))
    return true
  })
}
