import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { announceEvents } from '../events/index.ts'
import type { Delivery } from './delivery.ts'
import { endpointSight } from './endpoint-sight.ts'
import { findDelivery, findTicketPlace } from './delivery-view.ts'
import { restartDelivery } from './queue-store.ts'

/**
 * Sends a delivery once more, with the same `webhook-id` and body (reliability.md 3.5): one that has ended gets one
 * attempt outside the schedule and holds no other back; one that waits for its next attempt makes it now; one that is
 * being sent goes on. Null when there is no such delivery, or its ticket is out of the caller's scope.
 */
export async function replayDelivery(context: Context, input: { deliveryId: string }): Promise<Delivery | null> {
  requirePermission(context, 'delivery:read')
  requirePermission(context, 'ticket:write')
  // oxlint-disable-next-line switchyard/verb -- nothing about the ticket has changed; the attempt's `trigger` tells of it
  return context.transaction(async (tx) => {
    const asked = { deliveryId: input.deliveryId, sight: endpointSight(context.principal) }
    const delivery = await findDelivery(tx, context.workspace.id, asked)
    if (delivery === null) return null
    const place = await findTicketPlace(tx, context.workspace.id, delivery.ticketId)
    if (place === null || !can(context.principal, 'ticket:write', place)) return null
    await restartDelivery(tx, context.workspace.id, delivery.id)
    tx.afterCommit(() => announceEvents(context.memory))
    return findDelivery(tx, context.workspace.id, asked)
  })
}
