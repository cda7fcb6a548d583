import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import type { Delivery } from './delivery.ts'
import { endpointSight } from './endpoint-sight.ts'
import { findDeliveriesOfTicket, findTicketPlace } from './delivery-view.ts'

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
