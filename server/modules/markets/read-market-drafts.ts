import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import type { MarketDraft } from './market-draft.ts'
import { findMarketDraft, findMarketDrafts } from './market-draft-view.ts'

/** The draft of a market, or null when there is none of the caller's. A franchisee's grant is about stores: it has none. */
export async function getMarketDraft(context: Context, { slug }: { slug: string }): Promise<MarketDraft | null> {
  requirePermission(context, 'market:read')
  if (!isReadable(context, slug)) return null
  return context.read((tx) => findMarketDraft(tx, context.workspace.id, slug))
}

/** The drafts of the caller's markets, by market, without their texts. */
export async function listMarketDrafts(context: Context): Promise<Omit<MarketDraft, 'document'>[]> {
  requirePermission(context, 'market:read')
  const drafts = await context.read((tx) => findMarketDrafts(tx, context.workspace.id))
  return drafts.filter(({ slug }) => isReadable(context, slug))
}

function isReadable({ principal }: Context, slug: string): boolean {
  return can(principal, 'market:read', { market: slug, franchisee: null })
}
