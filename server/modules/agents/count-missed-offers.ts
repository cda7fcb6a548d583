import type { Context, Tx } from '../../platform/context.ts'
import { appendPresenceEvents } from './presence-event.ts'
import { countMisses, type PresenceChange } from './presence-store.ts'

/**
 * Counts one offer each of these agents let run out, in the transaction that ends the offers. Who has missed `limit` in
 * a row is made busy with reason `missed_offers` (routing.md L10) and is in the answer; the event is recorded here.
 */
export async function countMissedOffers(
  tx: Tx,
  context: Context,
  missed: { agentIds: readonly string[]; limit: number },
): Promise<PresenceChange[]> {
  if (missed.agentIds.length === 0) return []
  const paused = await countMisses(tx, context.workspace.id, { ...missed, at: context.now() })
  await appendPresenceEvents(tx, context, paused, 'missed_offers')
  return paused
}
