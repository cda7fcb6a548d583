import { compileMarket, type Market, parseMarket } from '../../core/market/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { findCurrentMarkets, type MarketVersion } from './market-view.ts'

/** A market in force, compiled. */
export interface CurrentMarket extends Omit<MarketVersion, 'document'> {
  readonly market: Market
}

/** Compiled documents by workspace, slug and version: a version never changes. */
const compiled = memoryKey('markets.compiled', () => new Map<string, Market>())

/** The workspace's markets in force; read anew each time, compiled once for each version. */
export async function currentMarkets(tx: Tx, context: Context): Promise<CurrentMarket[]> {
  const memory = context.memory.of(compiled)
  const prefix = `${context.workspace.id} `
  const known = [...memory.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  const found = await findCurrentMarkets(tx, context.workspace.id, known)
  return found.map(({ document, ...version }) => {
    const key = `${prefix}${version.slug} ${version.version}`
    const market = memory.get(key) ?? compile(version, document ?? '')
    memory.set(key, market)
    return { ...version, market }
  })
}

function compile({ slug, version }: { slug: string; version: number }, text: string): Market {
  const { document } = parseMarket(text)
  if (document === null) throw new Error(`Published market ${slug} ${version} does not parse.`)
  return compileMarket(document)
}

/** The market of a brand in a region, or null; no two markets in force share one. */
export async function findMarketOf(
  tx: Tx,
  context: Context,
  place: { brand: string; region: string },
): Promise<CurrentMarket | null> {
  const markets = await currentMarkets(tx, context)
  return markets.find(({ market }) => market.brand === place.brand && market.regions.includes(place.region)) ?? null
}
