import type { Context, Tx } from '../../platform/context.ts'
import { appendEvents } from '../events/index.ts'
import type { PresenceCause } from './agent.ts'
import type { PresenceChange } from './presence-store.ts'

/** Records that presences changed: what the router follows, revoking offers of who left `available`. */
export async function appendPresenceEvents(
  tx: Tx,
  context: Context,
  changes: readonly PresenceChange[],
  cause: PresenceCause,
): Promise<void> {
  const inOrder = changes.toSorted((one, other) => (one.agentId < other.agentId ? -1 : 1))
  await appendEvents(
    tx,
    context,
    inOrder.map(({ agentId, eventSeq, from, to, reason, loadVersion }) => ({
      type: 'agent.presence_changed',
      subject: { kind: 'agent', id: agentId, seq: eventSeq },
      ticketId: null,
      data: { from, to, reason, cause, loadVersion },
    })),
  )
}
