import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { announceEvents } from '../events/index.ts'
import type { Delivery } from './delivery.ts'
import { findPartnerDelivery, findPartnerEndpointStatus } from './partner-delivery-view.ts'
import { restartDelivery } from './queue-store.ts'
import { refuseDisabled } from './replay-webhook.ts'
import { recordReplay } from './record-replay.ts'
import { hastenProbe, lockStates } from './webhook-state-store.ts'

/**
 * Sends once more what one of these endpoints was told, in the transaction of the verb that has asked whose they are;
 * null when it is none of theirs. Throws `conflict` for a subscription that is disabled or has ended, and for what was
 * blanked with its customer.
 */
export async function replayPartnerDelivery(
  tx: Tx,
  context: Context,
  asked: { endpointIds: readonly string[]; deliveryId: string },
): Promise<Delivery | null> {
  const workspaceId = context.workspace.id
  const delivery = await findPartnerDelivery(tx, workspaceId, asked)
  if (delivery === null || delivery.webhookId === null) return null
  await openPartnerEndpoint(tx, context, delivery.webhookId)
  if (delivery.isErased) throw new AppError('conflict', 'The customer it told of was erased.', { reason: 'erased' })
  await restartDelivery(tx, workspaceId, delivery.id)
  await recordReplay(tx, context, { deliveries: 1, webhookId: delivery.webhookId, deliveryId: delivery.id })
  tx.afterCommit(() => announceEvents(context.memory))
  return findPartnerDelivery(tx, workspaceId, asked)
}

/** Lets an endpoint that fails be tried at once. Throws `conflict` for one that is told nothing any more. */
export async function openPartnerEndpoint(tx: Tx, context: Context, id: string): Promise<void> {
  await lockStates(tx, context.workspace.id, [id])
  const endpoint = await findPartnerEndpointStatus(tx, context.workspace.id, id)
  if (endpoint === null)
    throw new AppError('conflict', 'The subscription it belongs to has ended.', { reason: 'ended' })
  refuseDisabled(endpoint)
  await hastenProbe(tx, context.workspace.id, id)
}
