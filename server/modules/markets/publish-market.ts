import { checkMarket, type Market, type MarketCheck } from '../../core/market/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { currentMarkets } from './current-markets.ts'
import { insertMarketVersion, lockMarkets } from './market-store.ts'
import { findMarketInForce } from './market-view.ts'
import { findShared } from './plan-market.ts'

export interface PublishedMarket {
  readonly slug: string
  readonly version: number
  readonly check: MarketCheck
}

/** Checks a document as it would be published: faults with their lines, and what its own tests say. Writes nothing. */
export function tryMarket(context: Context, input: { document: string }): MarketCheck {
  requirePermission(context, 'market:read')
  return checkMarket(input.document)
}

/**
 * Puts a market document in force; gives its slug and version. The very text that is in force already stays the version it
 * is. Throws `workflow_invalid` for a document with faults, `version_mismatch` when somebody published meanwhile, and
 * `conflict` when another market has one of its regions for the same brand.
 */
export async function publishMarket(
  context: Context,
  input: { document: string; expectedVersion?: number | null; slug?: string },
): Promise<PublishedMarket> {
  requirePermission(context, 'market:write')
  const check = checkMarket(input.document)
  const { slug, market } = check
  if (slug === null || market === null) {
    throw new AppError('workflow_invalid', 'The market document has errors or failing tests.', {
      problems: check.problems,
    })
  }
  requireOwnMarket(context, slug)
  if (input.slug !== undefined && input.slug !== slug)
    throw new AppError('invalid', `The document is of the market "${slug}", not "${input.slug}".`, {}, [
      { pointer: '/document', code: 'other_market', message: `Its slug is "${slug}".` },
    ])
  const { kind, id, name } = context.principal
  return context.transaction(async (tx) => {
    await lockMarkets(tx, context.workspace.id)
    const present = await findMarketInForce(tx, context.workspace.id, slug)
    const expected = input.expectedVersion ?? null
    if (expected !== null && expected !== (present?.version ?? 0))
      throw new AppError('version_mismatch', `The market is at version ${present?.version ?? 0}, not ${expected}.`, {
        currentVersion: present?.version ?? 0,
      })
    if (present?.document === input.document) return { slug, version: present.version, check }
    await refuseSharedRegions(tx, context, market)
    const publishedBy = { kind, id, name }
    const version = await insertMarketVersion(tx, context.workspace.id, { slug, document: input.document, publishedBy })
    await appendWorkspaceEvent(tx, context, { type: 'market.published', data: { slug, version } })
    return { slug, version, check }
  })
}

/** A market's document is its editors' to change: not a franchisee's, whose grant is about stores. */
function requireOwnMarket(context: Context, market: string): void {
  requirePermission(context, 'market:write', { market, franchisee: null })
}

async function refuseSharedRegions(tx: Tx, context: Context, market: Market): Promise<void> {
  const all = await currentMarkets(tx, context)
  const shared = findShared(
    market,
    all.map((one) => one.market),
  )
  if (shared === null) return
  const { market: other, brand, region } = shared
  throw new AppError('conflict', `${brand} in ${region} belongs to the market "${other}".`, { market: other })
}
