import { compareMarkets, compileMarket, type Market, type MarketChange, parseMarket } from '../../core/market/index.ts'
import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { findMarketVersion, listVersionsOf, type MarketVersion } from './market-view.ts'

/** A market's versions, the newest first, without their texts; none where the market is not the caller's. */
export async function listMarketVersions(
  context: Context,
  { slug, ...page }: { slug: string; before: number | null; limit: number },
): Promise<Omit<MarketVersion, 'document'>[]> {
  requirePermission(context, 'market:read')
  if (!can(context.principal, 'market:read', { market: slug })) return []
  return context.read((tx) => listVersionsOf(tx, context.workspace.id, { slug, ...page }))
}

export interface ComparedVersion {
  readonly version: MarketVersion
  /** Compared with this one; 0 = with nothing. */
  readonly against: number
  /** From that one to this one; null where a text of before is none that is read now. */
  readonly changes: readonly MarketChange[] | null
}

/**
 * A version with what differs from another one, its predecessor unless said. Null when the market is not the caller's or
 * has no such version; throws `invalid` where it has not the other one.
 */
export async function compareMarketVersion(
  context: Context,
  { slug, version, against }: { slug: string; version: number; against: number | null },
): Promise<ComparedVersion | null> {
  requirePermission(context, 'market:read')
  if (!can(context.principal, 'market:read', { market: slug })) return null
  const before = against ?? version - 1
  return context.read(async (tx) => {
    const found = await findMarketVersion(tx, context.workspace.id, { slug, version })
    if (found === null) return null
    const other = before === 0 ? null : await findMarketVersion(tx, context.workspace.id, { slug, version: before })
    if (other === null && before !== 0)
      throw refuseField('against', 'unknown_version', `The market has no version ${before}.`)
    return { version: found, against: before, changes: differences(other, found) }
  })
}

function differences(before: MarketVersion | null, after: MarketVersion): readonly MarketChange[] | null {
  const [then, now] = [before === null ? null : compiled(before), compiled(after)]
  return now === null || (before !== null && then === null) ? null : compareMarkets(then, now)
}

function compiled({ document: text }: MarketVersion): Market | null {
  const { document } = parseMarket(text)
  return document === null ? null : compileMarket(document)
}
