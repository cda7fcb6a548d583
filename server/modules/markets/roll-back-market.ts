import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findMarketVersion } from './market-view.ts'
import { type PublishedMarket, publishMarket } from './publish-market.ts'

/**
 * Puts the text of an earlier version in force again, as the next version: what was published stays what it was. Null when
 * the market has no such version. Throws as `publishMarket` does: what was fit then need not be fit now.
 */
export async function rollBackMarket(
  context: Context,
  { slug, version, expectedVersion }: { slug: string; version: number; expectedVersion: number | null },
): Promise<PublishedMarket | null> {
  requirePermission(context, 'market:write', { market: slug, franchisee: null })
  const earlier = await context.read((tx) => findMarketVersion(tx, context.workspace.id, { slug, version }))
  if (earlier === null) return null
  return publishMarket(context, { slug, document: earlier.document, expectedVersion, restores: version })
}
