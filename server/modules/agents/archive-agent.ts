import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { appendEvents } from '../events/index.ts'
import { isInScope } from './agent.ts'
import { archiveRow } from './agent-store.ts'
import { findAgent } from './agent-view.ts'
import { watchLostWork } from './lost-agent.ts'
import { appendPresenceEvents } from './presence-event.ts'
import { changePresence } from './presence-store.ts'
import { refuseMovedOn } from './update-agent.ts'

/**
 * Puts an agent away: it goes offline, is offered nothing more, and its live work goes back to the
 * queues. False when there is none in the caller's scope.
 * Throws `version_mismatch` when it is not at the version that is expected.
 */
export async function archiveAgent(
  context: Context,
  input: { agentId: string; expectedVersion?: number | null },
): Promise<boolean> {
  requirePermission(context, 'agents:write')
  return context.transaction(async (tx) => {
    const agent = await findAgent(tx, context.workspace.id, input.agentId)
    if (agent === null || !isInScope(context.principal, agent)) return false
    const at = context.now()
    const version = await archiveRow(tx, context.workspace.id, { agentId: agent.id, at })
    if (version === null) return false
    refuseMovedOn(version - 1, input.expectedVersion ?? null)
    const offline = {
      agentId: agent.id,
      state: 'offline',
      reason: 'archived',
      source: 'api',
      until: null,
      keepOffers: false,
    } as const
    const change = await changePresence(tx, context.workspace.id, { ...offline, at })
    if (change === null) throw new Error(`Agent ${agent.id} has no load row.`)
    await appendPresenceEvents(tx, context, [change], 'api')
    await watchLostWork(tx, context, [change])
    const subject = { kind: 'agent', id: agent.id, seq: change.eventSeq } as const
    const data = { version, loadVersion: change.loadVersion }
    await appendEvents(tx, context, [{ type: 'agent.archived', subject, ticketId: null, data }])
    return true
  })
}
