import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Store } from './store.ts'

const columns = sql`
  store.store_id as "storeId", store.name, store.brand, store.region, store.franchisee, store.timezone, store.version`

/** One store by the brand's number, or null. */
export function findStore(tx: Tx, workspaceId: string, storeId: string): Promise<Store | null> {
  return tx.first(sql<Store>`
    select ${columns}
    from stores as store
    where store.workspace_id = ${workspaceId} and store.store_id = ${storeId}`)
}

/** The same, held until the transaction ends. */
export function lockStore(tx: Tx, workspaceId: string, storeId: string): Promise<Store | null> {
  return tx.first(sql<Store>`
    select ${columns}
    from stores as store
    where store.workspace_id = ${workspaceId} and store.store_id = ${storeId}
    for update`)
}

export interface StorePage {
  readonly brand: string | null
  readonly region: string | null
  readonly franchisee: string | null
  /** Only of these; null = of all. */
  readonly franchisees: readonly string[] | null
  /** Only in these, as `brand region`; null = in all. */
  readonly places: readonly string[] | null
  readonly after: string | null
  readonly limit: number
}

/** Stores by number. */
export function findStores(tx: Tx, workspaceId: string, page: StorePage): Promise<Store[]> {
  return tx.rows(sql<Store>`
    select ${columns}
    from stores as store
    where store.workspace_id = ${workspaceId}
      and (${page.brand}::text is null or store.brand = ${page.brand})
      and (${page.region}::text is null or store.region = ${page.region})
      and (${page.franchisee}::text is null or store.franchisee = ${page.franchisee})
      and (${page.franchisees}::text[] is null or store.franchisee = any(${page.franchisees}::text[]))
      and (${page.places}::text[] is null or store.brand || ' ' || store.region = any(${page.places}::text[]))
      and (${page.after}::text is null or store.store_id > ${page.after})
    order by store.store_id
    limit ${page.limit}`)
}
