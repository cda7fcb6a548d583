import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Order } from './order.ts'

const columns = sql`
  orders.id, orders.external_id as "externalId", orders.store_id as "storeId", orders.brand, orders.region,
  orders.placed_at as "placedAt", orders.status, orders.service_mode as "serviceMode",
  orders.customer_id as "customerId", orders.items, orders.version, orders.provider_id as "providerId", orders.agent, (
    select jsonb_build_object('average', trim_scale(round(avg(ratings.value), 2))::text, 'count', count(*))
    from ratings
    where ratings.workspace_id = orders.workspace_id and ratings.category = 'Order' and ratings.subject_id = orders.id
    having count(*) > 0) as rating`

/** The orders with these external ids, their providers' ids or ids of ours; unknown ones are not in the answer. */
export function findOrders(
  tx: Tx,
  workspaceId: string,
  keys: { externalIds: readonly string[]; ids: readonly string[] },
): Promise<Order[]> {
  return tx.rows<Order>(sql`
    select ${columns}
    from orders
    where orders.workspace_id = ${workspaceId}
      and (orders.external_id = any(${keys.externalIds}::text[])
        or orders.provider_id = any(${keys.externalIds}::text[])
        or orders.id = any(${keys.ids}::uuid[]))`)
}

/** One order by its caller's id, locked until the transaction ends; null when it is not there. */
export function lockOrder(tx: Tx, workspaceId: string, externalId: string): Promise<Order | null> {
  return tx.first<Order>(sql`
    select ${columns}
    from orders
    where orders.workspace_id = ${workspaceId} and orders.external_id = ${externalId}
    for update`)
}

/** Where a page of a customer's orders goes on: after this order, placed then. */
export interface OrderPlace {
  /** Epoch ms. */
  readonly placedAt: number
  readonly id: string
}

/** A customer's orders, the latest placed first; of one that was merged those of whom it goes on as. */
export function listOrdersOf(
  tx: Tx,
  workspaceId: string,
  { customerId, before, limit }: { customerId: string; before: OrderPlace | null; limit: number },
): Promise<Order[]> {
  const placedAt = before === null ? null : new Date(before.placedAt)
  return tx.rows<Order>(sql`
    select ${columns}
    from orders
    where orders.workspace_id = ${workspaceId}
      and orders.customer_id = (
        select coalesce(customer.merged_into, customer.id)
        from customers as customer
        where customer.workspace_id = ${workspaceId} and customer.id = ${customerId})
      and (${before?.id ?? null}::uuid is null
        or (orders.placed_at, orders.id) < (${placedAt}::timestamptz, ${before?.id ?? null}::uuid))
    order by orders.placed_at desc, orders.id desc
    limit ${limit}`)
}
