import type { Context, Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { armTimer, type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { findAgent } from './agent-view.ts'
import { lockLoads } from './lock-store.ts'
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
    // As whoever sets a presence does: the load first, then its timer.
    await lockLoads(tx, context.workspace.id, [timer.subjectId])
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    const ending = { agentId: timer.subjectId, at: context.now() }
    const change = await endTimedPresence(tx, context.workspace.id, ending)
    if (change === null) return keepLimit(tx, context, timer)
    await appendPresenceEvents(tx, context, [change], 'timer')
    await watchLostWork(tx, context, [change])
    return true
  })
}

/** By a clock that is behind the one that claimed the timer the limit has not come yet: it is heard again then. */
async function keepLimit(tx: Tx, context: Context, { kind, subjectId }: ClaimedTimer): Promise<false> {
  const presence = (await findAgent(tx, context.workspace.id, subjectId))?.presence
  if (presence?.until != null) await armTimer(tx, context.workspace.id, { kind, subjectId, dueAt: presence.until })
  return false
}
