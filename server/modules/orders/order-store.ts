import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Order } from './order.ts'

/** Writes an order as given, new or not, and gives its id and version. The caller has locked it when it existed. */
export async function saveOrderRow(
  tx: Tx,
  workspaceId: string,
  order: Omit<Order, 'version'>,
): Promise<{ id: string; version: number }> {
  const saved = await tx.first<{ id: string; version: number }>(sql`
    insert into orders (workspace_id, id, external_id, store_id, brand, region, placed_at, status, service_mode, customer_id, items)
    values (${workspaceId}, ${order.id}, ${order.externalId}, ${order.storeId}, ${order.brand}, ${order.region},
      ${new Date(order.placedAt)}, ${order.status}, ${order.serviceMode}, ${order.customerId}, ${JSON.stringify(order.items)}::jsonb)
    on conflict (workspace_id, external_id) do update
    set store_id = excluded.store_id, brand = excluded.brand, region = excluded.region, placed_at = excluded.placed_at,
      status = excluded.status, service_mode = excluded.service_mode, customer_id = excluded.customer_id,
      items = excluded.items, version = orders.version + 1
    returning orders.id, orders.version`)
  if (saved === null) throw new Error('An order that was written came back empty.')
  return saved
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
