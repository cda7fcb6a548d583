import type { Context, Tx } from '../../platform/context.ts'
import type { LoadChange } from './load-store.ts'
import { appendPresenceEvents } from './presence-event.ts'
import { takeDrainedOffline } from './presence-store.ts'

/**
 * Takes those of these agents offline who are draining and hold nothing any more (routing.md 2.3), in the transaction
 * that freed their last unit. Whoever gives units back calls it with the loads that are left.
 */
export async function endDraining(
  tx: Tx,
  context: Context,
  loads: readonly Pick<LoadChange, 'agentId' | 'usedUnits' | 'reservedUnits' | 'presence'>[],
): Promise<void> {
  const agentIds = loads
    .filter((load) => load.presence === 'draining' && load.usedUnits + load.reservedUnits === 0)
    .map((load) => load.agentId)
  if (agentIds.length === 0) return
  const drained = await takeDrainedOffline(tx, context.workspace.id, { agentIds, at: context.now() })
  await appendPresenceEvents(tx, context, drained, 'drained')
}
