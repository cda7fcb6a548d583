import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { currentMarkets } from './current-markets.ts'
import { marketPlaceOf } from './market-place.ts'
import type { Store } from './store.ts'
import { findStore, findStores, type StorePage } from './store-view.ts'

/** A store by the brand's number for it, or null when there is none of the caller's. */
export async function getStore(context: Context, { storeId }: { storeId: string }): Promise<Store | null> {
  requirePermission(context, 'market:read')
  return context.read(async (tx) => {
    const store = await findStore(tx, context.workspace.id, storeId)
    if (store === null) return null
    return can(context.principal, 'market:read', await marketPlaceOf(tx, context, store)) ? store : null
  })
}

/** The caller's stores, by number. */
export async function listStores(context: Context, page: Omit<StorePage, 'franchisees' | 'places'>): Promise<Store[]> {
  requirePermission(context, 'market:read')
  const { markets = null, franchisees = null } = context.principal.scope
  return context.read(async (tx) => {
    const own = markets === null ? null : (await currentMarkets(tx, context)).filter(({ slug }) => markets.has(slug))
    const places = own?.flatMap(({ market }) => market.regions.map((region) => `${market.brand} ${region}`)) ?? null
    const limits = { places, franchisees: franchisees === null ? null : [...franchisees] }
    return findStores(tx, context.workspace.id, { ...page, ...limits })
  })
}
