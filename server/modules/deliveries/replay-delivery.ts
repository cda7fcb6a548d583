import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { announceEvents } from '../events/index.ts'
import type { Delivery } from './delivery.ts'
import { endpointSight } from './endpoint-sight.ts'
import { findDelivery, findTicketPlace } from './delivery-view.ts'
import { findPartnerEndpointStatus } from './partner-delivery-view.ts'
import { restartDelivery } from './queue-store.ts'
import { findOwnWebhook } from './read-webhooks.ts'
import { openPartnerEndpoint } from './replay-partner-delivery.ts'
import { refuseDisabled } from './replay-webhook.ts'
import { recordReplay } from './record-replay.ts'
import { isWithinScope } from './webhook.ts'
import { hastenProbe, lockStates } from './webhook-state-store.ts'

/**
 * Sends a delivery once more, with the same `webhook-id` and body (reliability.md 3.5): one that has ended gets one
 * attempt outside the schedule and holds no other back; one that waits for its next attempt makes it now; one that is
 * being sent goes on. A callback takes `ticket:write`, what a subscription was told `webhook:write`. Null when there is
 * no such delivery in the caller's scope. Throws `conflict` for a subscription that is disabled, and for
 * what was blanked because its customer was erased.
 */
export async function replayDelivery(context: Context, input: { deliveryId: string }): Promise<Delivery | null> {
  requirePermission(context, 'delivery:read')
  return context.transaction(async (tx) => {
    const asked = { deliveryId: input.deliveryId, sight: endpointSight(context.principal) }
    const delivery = await findDelivery(tx, context.workspace.id, asked)
    if (delivery === null) return null
    const isOwn =
      delivery.webhookId === null
        ? await isOwnTicket(tx, context, delivery)
        : await openWebhook(tx, context, delivery.webhookId)
    if (!isOwn) return null
    if (delivery.isErased) throw new AppError('conflict', 'The customer it told of was erased.', { reason: 'erased' })
    await restartDelivery(tx, context.workspace.id, delivery.id)
    await recordReplay(tx, context, { deliveries: 1, webhookId: delivery.webhookId, deliveryId: delivery.id })
    tx.afterCommit(() => announceEvents(context.memory))
    return findDelivery(tx, context.workspace.id, asked)
  })
}

async function isOwnTicket(tx: Tx, context: Context, { ticketId }: Delivery): Promise<boolean> {
  requirePermission(context, 'ticket:write')
  const place = ticketId === null ? null : await findTicketPlace(tx, context.workspace.id, ticketId)
  return place !== null && can(context.principal, 'ticket:write', place)
}

/** Whether the caller may have this endpoint told; one that fails is tried at once. */
async function openWebhook(tx: Tx, context: Context, webhookId: string): Promise<boolean> {
  requirePermission(context, 'webhook:write')
  await lockStates(tx, context.workspace.id, [webhookId])
  const webhook = await findOwnWebhook(tx, context, webhookId)
  if (webhook === null) return openOfPartner(tx, context, webhookId)
  refuseDisabled(webhook)
  await hastenProbe(tx, context.workspace.id, webhookId)
  return true
}

/** Of a partner's subscription: for who is limited to nothing, as it is told of every channel and queue. */
async function openOfPartner(tx: Tx, context: Context, webhookId: string): Promise<boolean> {
  if (!isWithinScope(context.principal, { channels: null, queues: null })) return false
  if ((await findPartnerEndpointStatus(tx, context.workspace.id, webhookId)) === null) return false
  await openPartnerEndpoint(tx, context, webhookId)
  return true
}
