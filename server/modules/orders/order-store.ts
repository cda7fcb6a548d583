import { constraintOf } from '../../database/failure.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Order } from './order.ts'

/** Writes a new order; false when one of its caller's id is there by now. */
export async function insertOrder(
  tx: Tx,
  workspaceId: string,
  order: Omit<Order, 'version' | 'rating'>,
): Promise<boolean> {
  const inserted = await tx.count(sql`
    insert into orders (workspace_id, id, external_id, provider_id, store_id, brand, region, placed_at, status,
      service_mode, customer_id, items, agent)
    values (${workspaceId}, ${order.id}, ${order.externalId}, ${order.providerId}, ${order.storeId}, ${order.brand},
      ${order.region}, ${new Date(order.placedAt)}, ${order.status}, ${order.serviceMode}, ${order.customerId},
      ${JSON.stringify(order.items)}::jsonb, ${agentOf(order)}::jsonb)
    on conflict (workspace_id, external_id) do nothing`)
  return inserted === 1
}

/** Writes what is told of an order that this transaction has locked, and gives its version. */
export async function updateOrder(
  tx: Tx,
  workspaceId: string,
  order: Omit<Order, 'version' | 'rating'>,
): Promise<number> {
  const saved = await tx.first<{ version: number }>(sql`
    update orders
    set provider_id = ${order.providerId}, store_id = ${order.storeId}, brand = ${order.brand}, region = ${order.region},
      placed_at = ${new Date(order.placedAt)}, status = ${order.status}, service_mode = ${order.serviceMode},
      customer_id = ${order.customerId}, items = ${JSON.stringify(order.items)}::jsonb, agent = ${agentOf(order)}::jsonb,
      version = orders.version + 1
    where orders.workspace_id = ${workspaceId} and orders.id = ${order.id}
    returning orders.version`)
  if (saved === null) throw new Error(`Order ${order.id} was locked and is gone.`)
  return saved.version
}

/** Whether a write failed because another order has just taken its provider's id. */
export function isProviderIdTaken(error: unknown): boolean {
  return constraintOf(error) === 'orders_provider'
}

function agentOf({ agent }: Pick<Order, 'agent'>): string | null {
  return agent === null ? null : JSON.stringify(agent)
}

/** Locks an order and gives the next place in its sequence. */
export async function takeOrderSeq(tx: Tx, workspaceId: string, orderId: string): Promise<number> {
  const taken = await tx.first<{ version: number }>(sql`
    update orders
    set version = orders.version + 1
    where orders.workspace_id = ${workspaceId} and orders.id = ${orderId}
    returning orders.version`)
  if (taken === null) throw new Error(`Order ${orderId} is gone.`)
  return taken.version
}

/** Makes orders another customer's: all of the one they are of, or those of these ids that still are. Gives their ids. */
export async function moveOrders(
  tx: Tx,
  workspaceId: string,
  { from, to, orderIds }: { from: string; to: string; orderIds: readonly string[] | null },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    update orders
    set customer_id = ${to}
    where orders.workspace_id = ${workspaceId}
      and orders.customer_id = ${from}
      and (${orderIds}::uuid[] is null or orders.id = any(${orderIds}::uuid[]))
    returning orders.id`)
  return rows.map((row) => row.id)
}
