import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import type { Delivery, DeliveryDetail } from './delivery.ts'
import { endpointSight, ticketSight } from './endpoint-sight.ts'
import {
  type DeliveryFilter,
  findDeliveries,
  findDeliveriesOfTicket,
  findDeliveryDetail,
  findTicketPlace,
} from './delivery-view.ts'

/**
 * A ticket's callbacks with every attempt, the newest first. Null when there is no such ticket, or none in the caller's
 * channels and queues: the two cannot be told apart.
 */
export async function listDeliveries(
  context: Context,
  page: { ticketId: string; before: { sequence: number; id: string } | null; limit: number },
): Promise<Delivery[] | null> {
  if (context.principal.kind !== 'customer') requirePermission(context, 'delivery:read')
  return context.read(async (tx) => {
    const place = await findTicketPlace(tx, context.workspace.id, page.ticketId)
    if (place === null || !can(context.principal, 'delivery:read', place)) return null
    const sight = endpointSight(context.principal)
    return findDeliveriesOfTicket(tx, context.workspace.id, { ...page, sight })
  })
}

/** The deliveries within the caller's scope, of every kind, the newest first. */
export function listAllDeliveries(
  context: Context,
  page: { filter: DeliveryFilter; before: string | null; limit: number },
): Promise<Delivery[]> {
  requirePermission(context, 'delivery:read')
  const sight = endpointSight(context.principal)
  const place = ticketSight(context.principal)
  return context.read((tx) => findDeliveries(tx, context.workspace.id, { ...page, sight, place }))
}

/**
 * One delivery within the caller's scope, with the text that its attempts send; what holds a ticket is shown to who may
 * read tickets. Null when there is none.
 */
export async function getDelivery(context: Context, input: { deliveryId: string }): Promise<DeliveryDetail | null> {
  requirePermission(context, 'delivery:read')
  const asked = { ...input, sight: endpointSight(context.principal), place: ticketSight(context.principal) }
  const found = await context.read((tx) => findDeliveryDetail(tx, context.workspace.id, asked))
  if (found === null || found.webhookId !== null || can(context.principal, 'ticket:read')) return found
  return { ...found, body: null }
}
