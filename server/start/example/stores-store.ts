import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'

/** A store of a market; `storeId` is the brand's own number. */
export interface Store {
  readonly storeId: string
  readonly name: string
  readonly region: string
  readonly timezone: string
  readonly franchisee: string | null
}

/** Registers stores of a brand; one that is known stays as it is. */
export async function insertStores(
  tx: Tx,
  workspaceId: string,
  { brand, stores }: { brand: string; stores: readonly Store[] },
): Promise<void> {
  const rows = stores.map(({ storeId, ...store }) => ({ id: newId(), store_id: storeId, ...store }))
  await tx.count(sql`
    insert into stores (workspace_id, id, store_id, name, brand, region, franchisee, timezone)
    select ${workspaceId}::uuid, row.id, row.store_id, row.name, ${brand}, row.region, row.franchisee, row.timezone
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
      id uuid, store_id text, name text, region text, franchisee text, timezone text)
    on conflict (workspace_id, store_id) do nothing`)
}
