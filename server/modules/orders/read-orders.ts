import type { Context } from '../../platform/context.ts'
import { decodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import type { Order } from './order.ts'
import { findOrders, listOrdersOf, type OrderPlace } from './order-view.ts'

/** An order by the caller's id, its provider's or ours, or null. */
export async function getOrder(context: Context, input: { id: string }): Promise<Order | null> {
  requirePermission(context, 'order:read')
  const found = await lookUpOrders(context, [input.id])
  return found.get(input.id) ?? null
}

/** A customer's orders, the latest placed first. */
export async function listCustomerOrders(
  context: Context,
  page: { customerId: string; before: OrderPlace | null; limit: number },
): Promise<Order[]> {
  requirePermission(context, 'order:read')
  return context.read((tx) => listOrdersOf(tx, context.workspace.id, page))
}

/**
 * The orders among these keys (the caller's ids, those of their providers, or `order_` ids), by key: where one means two
 * orders, it is the one its caller calls so. Costs nothing when there are no keys.
 */
export async function lookUpOrders(context: Context, keys: readonly string[]): Promise<ReadonlyMap<string, Order>> {
  if (keys.length === 0) return new Map()
  const ids = new Map(keys.map((key) => [decodeId('order', key), key]))
  const found = await context.read((tx) =>
    findOrders(tx, context.workspace.id, { externalIds: keys, ids: [...ids.keys()].filter((id) => id !== null) }),
  )
  const byProvider = found.flatMap((order) => (order.providerId === null ? [] : [[order.providerId, order] as const]))
  const byOther = found.flatMap((order) => [
    [order.externalId, order] as const,
    [ids.get(order.id) ?? order.externalId, order] as const,
  ])
  const asked = new Set(keys)
  return new Map([...byProvider, ...byOther].filter(([key]) => asked.has(key)))
}
