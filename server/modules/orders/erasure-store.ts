import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks what these customers ordered and by which id; store, region, instant and status stay. Gives the orders' ids. */
export async function blankOrders(tx: Tx, workspaceId: string, customerIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    update orders
    set external_id = 'erased-' || orders.id, items = '[]', provider_id = null, agent = null, version = orders.version + 1
    where orders.workspace_id = ${workspaceId} and orders.customer_id = any(${customerIds}::uuid[])
    returning orders.id`)
  return rows.map((row) => row.id)
}
