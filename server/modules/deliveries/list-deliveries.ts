import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import type { Delivery } from './delivery.ts'
import { endpointSight } from './endpoint-sight.ts'
import { type DeliveryFilter, findDeliveries, findDeliveriesOfTicket, findTicketPlace } from './delivery-view.ts'

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
  const { scope, partnerId } = context.principal
  const listOf = (slugs: ReadonlySet<string> | null) => (slugs === null ? null : [...slugs])
  const place = { channels: listOf(scope.channels), queues: listOf(scope.queues), partnerId }
  const sight = endpointSight(context.principal)
  return context.read((tx) => findDeliveries(tx, context.workspace.id, { ...page, sight, place }))
}
