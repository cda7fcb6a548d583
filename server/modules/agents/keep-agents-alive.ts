import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { appendPresenceEvents } from './presence-event.ts'
import { watchLostWork } from './lost-agent.ts'
import { noteHeartbeats, takeSilentOffline } from './presence-store.ts'

/** No sign of life for so long and an agent's socket counts as gone (routing.md 2.3). */
const silentMs = 30_000

/** Notes a sign of life of the sockets of these agents, in one statement. */
export async function recordHeartbeats(context: Context, input: { agentIds: readonly string[] }): Promise<void> {
  requirePermission(context, 'agents:act')
  if (input.agentIds.length === 0) return
  // oxlint-disable-next-line switchyard/verb -- a sign of life is no fact; its absence is, and is recorded below
  await context.transaction((tx) => noteHeartbeats(tx, context.workspace.id, input.agentIds))
}

/**
 * Takes agents offline whose presence hangs on a socket that has been silent for 30 s. Gives their ids; calling it from
 * several places is harmless.
 */
export async function loseSilentAgents(context: Context): Promise<string[]> {
  requirePermission(context, 'agents:act')
  return context.transaction(async (tx) => {
    const changes = await takeSilentOffline(tx, context.workspace.id, { silentMs, at: context.now() })
    await appendPresenceEvents(tx, context, changes, 'heartbeat')
    await watchLostWork(tx, context, changes)
    return changes.map((change) => change.agentId)
  })
}
