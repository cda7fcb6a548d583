import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import type { Store } from './store.ts'

/** Writes a store as given, new or not; gives its version. */
export async function saveStoreRow(tx: Tx, workspaceId: string, store: Omit<Store, 'version'>): Promise<number> {
  const saved = await tx.first(sql<{ version: number }>`
    insert into stores (workspace_id, id, store_id, name, brand, region, franchisee, timezone)
    values (${workspaceId}, ${newId()}, ${store.storeId}, ${store.name}, ${store.brand}, ${store.region},
      ${store.franchisee}, ${store.timezone})
    on conflict (workspace_id, store_id) do update
    set name = excluded.name, brand = excluded.brand, region = excluded.region, franchisee = excluded.franchisee,
      timezone = excluded.timezone, version = stores.version + 1, updated_at = now()
    returning stores.version`)
  if (saved === null) throw new Error('A store that was written came back empty.')
  return saved.version
}
