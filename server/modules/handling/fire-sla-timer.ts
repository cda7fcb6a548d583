import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { loadClocks } from '../sla/index.ts'
import { type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { attachLateChange } from './attach-late.ts'
import { commitChange } from './commit-change.ts'
import { gripTicket } from './grip-ticket.ts'
import { noChange } from './ticket-change.ts'

/**
 * Lets time act on the clocks of a ticket: warnings, breaches and the policy's escalation steps that are due, each once,
 * in one transaction with the timer itself; a ticket without a policy comes under the one that fits by now. False when the timer was moved or taken over meanwhile.
 */
export async function fireSlaTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'ticket:write')
  return context.transaction(async (tx) => {
    const grip = await gripTicket(tx, context, { ticketId: timer.subjectId, agentIds: [] })
    const [isOurs, clocks] = await Promise.all([
      takeTimer(tx, context.workspace.id, timer),
      loadClocks(tx, context.workspace.id, timer.subjectId),
    ])
    if (!isOurs) return false
    if (grip === null) return true
    if (grip.ticket.slaPolicy === null) {
      // What its clocks have missed by now is told when the timer that they set rings.
      await commitChange(tx, context, grip, await attachLateChange(tx, context, grip))
      return true
    }
    await commitChange(tx, context, grip, { ...noChange, clockEvents: [{ kind: 'time', at: context.now() }], clocks })
    return true
  })
}
