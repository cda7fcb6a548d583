import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { appendPresenceEvents } from './presence-event.ts'
import { watchLostWork } from './lost-agent.ts'
import { endTimedPresence } from './presence-store.ts'

/**
 * Takes an agent offline whose presence was set for a time that is over. The timer and the change are one transaction:
 * false = the presence was set anew, or another worker did it.
 */
export async function expirePresence(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'agents:act', { agentId: timer.subjectId })
  return context.transaction(async (tx) => {
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    const ending = { agentId: timer.subjectId, at: context.now() }
    const change = await endTimedPresence(tx, context.workspace.id, ending)
    if (change === null) return false
    await appendPresenceEvents(tx, context, [change], 'timer')
    await watchLostWork(tx, context, [change])
    return true
  })
}
