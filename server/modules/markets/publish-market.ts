import { checkMarket, type Market, type MarketCheck } from '../../core/market/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { currentMarkets } from './current-markets.ts'
import { deletePublishedDraft } from './market-draft-store.ts'
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

export interface MarketToPublish {
  readonly document: string
  /** That must be in force still; null = whichever is, 0 = none. */
  readonly expectedVersion?: number | null
  /** That the document must be of. */
  readonly slug?: string
  /** The version that the text is of, where it is brought back. */
  readonly restores?: number
}

/**
 * Puts a market document in force; gives its slug and version. The very text that is in force already stays the version it
 * is. A draft with this text is one no more. Throws `workflow_invalid` for a document with faults, `version_mismatch` when somebody published meanwhile, and
 * `conflict` when another market has one of its regions for the same brand.
 */
export async function publishMarket(context: Context, input: MarketToPublish): Promise<PublishedMarket> {
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
  return context.transaction(async (tx) => {
    await lockMarkets(tx, context.workspace.id)
    const present = await findMarketInForce(tx, context.workspace.id, slug)
    const expected = input.expectedVersion ?? null
    if (expected !== null && expected !== (present?.version ?? 0))
      throw new AppError('version_mismatch', `The market is at version ${present?.version ?? 0}, not ${expected}.`, {
        currentVersion: present?.version ?? 0,
      })
    await deletePublishedDraft(tx, context.workspace.id, { slug, document: input.document })
    if (present?.document === input.document) return { slug, version: present.version, check }
    await refuseSharedRegions(tx, context, market)
    return { slug, version: await record(tx, context, { ...input, slug }), check }
  })
}

async function record(
  tx: Tx,
  context: Context,
  { slug, document, restores }: MarketToPublish & { slug: string },
): Promise<number> {
  const { kind, id, name } = context.principal
  const row = { slug, document, publishedBy: { kind, id, name }, restores: restores ?? null }
  const version = await insertMarketVersion(tx, context.workspace.id, row)
  const data = { slug, version, ...(restores !== undefined && { restores }) }
  await appendWorkspaceEvent(tx, context, { type: 'market.published', data })
  return version
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
