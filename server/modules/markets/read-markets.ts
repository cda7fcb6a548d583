import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { type CurrentMarket, currentMarkets } from './current-markets.ts'
import { findMarketInForce, type MarketVersion } from './market-view.ts'

/** The markets in force that are the caller's to see, by slug. */
export async function listMarkets(context: Context): Promise<CurrentMarket[]> {
  requirePermission(context, 'market:read')
  const markets = await context.read((tx) => currentMarkets(tx, context))
  return markets.filter(({ slug }) => can(context.principal, 'market:read', { market: slug }))
}

/** A market's document in force, or null when there is none of the caller's. */
export async function getMarket(context: Context, { slug }: { slug: string }): Promise<MarketVersion | null> {
  requirePermission(context, 'market:read')
  if (!can(context.principal, 'market:read', { market: slug })) return null
  return context.read((tx) => findMarketInForce(tx, context.workspace.id, slug))
}
