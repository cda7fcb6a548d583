import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { commitChange } from './commit-change.ts'
import { gripTicket } from './grip-ticket.ts'
import { noChange } from './ticket-change.ts'

/**
 * Lets time act on the clocks of a ticket: warnings and breaches that are due, each once, in one transaction with the
 * timer itself. False when the timer was moved or taken over meanwhile.
 */
export async function fireSlaTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'ticket:write')
  return context.transaction(async (tx) => {
    const grip = await gripTicket(tx, context, { ticketId: timer.subjectId, agentIds: [] })
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    if (grip === null) return true
    await commitChange(tx, context, grip, { ...noChange, clockEvents: [{ kind: 'time', at: context.now() }] })
    return true
  })
}
