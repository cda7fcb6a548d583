import type { Context, Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import {
  type Delivery,
  type DeliveryDetail,
  type DeliveryState,
  findPartnerDeliveries,
  findPartnerDelivery,
  replayPartnerDelivery,
} from '../deliveries/index.ts'
import { ownPlace } from './read-handoffs.ts'
import { findSeenSubscription } from './read-subscriptions.ts'
import { findEndpointIds } from './subscription-view.ts'

export interface DeliveryPage {
  readonly ticketId: string | null
  readonly state: DeliveryState | null
  readonly before: string | null
  readonly limit: number
}

/** What a partner was told, with every attempt, the newest first; `subscriptionId` narrows it to one of its own. */
export async function listOwnDeliveries(
  context: Context,
  { subscriptionId, ...page }: DeliveryPage & { subscriptionId: string | null },
): Promise<Delivery[]> {
  requirePermission(context, 'partner:act')
  return context.read(async (tx) => {
    const all = await ownEndpoints(tx, context)
    const endpointIds = subscriptionId === null ? all : all.filter((id) => id === subscriptionId)
    return findPartnerDeliveries(tx, context.workspace.id, { ...page, endpointIds })
  })
}

/** One delivery to the calling partner with the text that was sent; null when it is none of its own. */
export async function getOwnDelivery(
  context: Context,
  { deliveryId }: { deliveryId: string },
): Promise<DeliveryDetail | null> {
  requirePermission(context, 'partner:act')
  return context.read(async (tx) => {
    const endpointIds = await ownEndpoints(tx, context)
    return findPartnerDelivery(tx, context.workspace.id, { endpointIds, deliveryId })
  })
}

/** Has the calling partner told once more; null when it is none of its own. Throws as `replayPartnerDelivery` does. */
export async function replayOwnDelivery(
  context: Context,
  { deliveryId }: { deliveryId: string },
): Promise<Delivery | null> {
  requirePermission(context, 'partner:act')
  // oxlint-disable-next-line switchyard/verb -- replayPartnerDelivery records it, in this transaction
  return context.transaction(async (tx) => {
    const endpointIds = await ownEndpoints(tx, context)
    return replayPartnerDelivery(tx, context, { endpointIds, deliveryId })
  })
}

/** What one subscription was told, for who arranges its market; null when there is none of the caller's. */
export async function listSubscriptionDeliveries(
  context: Context,
  { subscriptionId, ...page }: DeliveryPage & { subscriptionId: string },
): Promise<Delivery[] | null> {
  requirePermission(context, 'market:read', { partnerId: null })
  return context.read(async (tx) => {
    const subscription = await findSeenSubscription(tx, context, subscriptionId)
    if (subscription === null) return null
    return findPartnerDeliveries(tx, context.workspace.id, { ...page, endpointIds: [subscription.id] })
  })
}

async function ownEndpoints(tx: Tx, context: Context): Promise<string[]> {
  const { partnerId } = context.principal
  if (partnerId === null) return []
  const place = await ownPlace(tx, context)
  return findEndpointIds(tx, context.workspace.id, { ...place, partnerId })
}
