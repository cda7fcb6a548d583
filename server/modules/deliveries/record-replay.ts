import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendWorkspaceEvent } from '../events/index.ts'

/** What somebody has had sent again: one delivery, or those of a span, of a subscription or else of callbacks. */
interface Replay {
  readonly deliveries: number
  readonly webhookId: string | null
  readonly deliveryId?: string
  readonly span?: { readonly from: number; readonly to: number }
}

/** Records who had what sent again; nothing where nothing was. */
export async function recordReplay(
  tx: Tx,
  context: Context,
  { deliveries, webhookId, deliveryId, span }: Replay,
): Promise<void> {
  if (deliveries === 0) return
  const data = {
    deliveries,
    deliveryId: deliveryId === undefined ? null : encodeId('delivery', deliveryId),
    webhookId: webhookId === null ? null : encodeId('webhook', webhookId),
    since: span === undefined ? null : new Date(span.from).toISOString(),
    until: span === undefined ? null : new Date(span.to).toISOString(),
  }
  await appendWorkspaceEvent(tx, context, { type: 'delivery.replayed', data })
}
