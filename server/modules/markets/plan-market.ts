import {
  checkMarket,
  compareMarkets,
  compileMarket,
  type Market,
  type MarketChange,
  type MarketCheck,
  type MarketEffect,
  parseMarket,
  replayRequests,
} from '../../core/market/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { currentMarkets } from './current-markets.ts'
import { findMarketInForce } from './market-view.ts'
import { findPastRequests } from './past-requests-view.ts'

/** What publishing a document would do. */
export interface MarketPlan {
  readonly check: MarketCheck
  /** Null where the document does not say whose it is. */
  readonly slug: string | null
  /** In force now; 0 = none yet. */
  readonly version: number
  /** The very text is in force already. */
  readonly isInForce: boolean
  readonly changes: readonly MarketChange[]
  /** The other market that has the brand in one of the regions: it may not be published. */
  readonly conflict: { readonly market: string; readonly brand: string; readonly region: string } | null
  /** Of the requests since `since`, at most the newest ten thousand; null where nothing is known of it. */
  readonly effect: (MarketEffect & { readonly since: number }) | null
}

const dayMs = 24 * 3_600_000
const spanMs = 30 * dayMs
const requestsAtMost = 10_000

/** Says what publishing a document would do: its faults, its changes, and past requests that it would decide otherwise. */
export async function planMarket(context: Context, input: { document: string }): Promise<MarketPlan> {
  requirePermission(context, 'market:read')
  const check = checkMarket(input.document)
  const { document } = parseMarket(input.document)
  if (document === null) {
    return { check, slug: null, version: 0, isInForce: false, changes: [], conflict: null, effect: null }
  }
  const market = compileMarket(document)
  const { slug } = market
  requirePermission(context, 'market:read', { market: slug, franchisee: null })
  return context.read(async (tx) => {
    const inForce = await findMarketInForce(tx, context.workspace.id, slug)
    const all = await currentMarkets(tx, context)
    const present = all.find((one) => one.slug === slug)?.market ?? null
    return {
      check,
      slug,
      version: inForce?.version ?? 0,
      isInForce: inForce?.document === input.document,
      changes: compareMarkets(present, market),
      conflict: findShared(
        market,
        all.map((one) => one.market),
      ),
      effect: present === null ? null : await effectOf(tx, context, market),
    }
  })
}

async function effectOf(tx: Tx, context: Context, market: Market): Promise<MarketPlan['effect']> {
  const since = context.now() - spanMs
  const asked = { slug: market.slug, since, limit: requestsAtMost }
  return { ...replayRequests(market, await findPastRequests(tx, context.workspace.id, asked)), since }
}

/** The other market in force that has this brand in one of these regions; null when none has. */
export function findShared(market: Market, all: readonly Market[]): MarketPlan['conflict'] {
  for (const other of all) {
    if (other.slug === market.slug || other.brand !== market.brand) continue
    const region = other.regions.find((one) => market.regions.includes(one))
    if (region !== undefined) return { market: other.slug, brand: market.brand, region }
  }
  return null
}
