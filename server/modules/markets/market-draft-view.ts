import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { MarketDraft } from './market-draft.ts'

const line = sql`
  draft.slug, draft.version, draft.based_on as "basedOn", draft.saved_by as "savedBy", draft.saved_at as "savedAt"`

/** A market's draft, or null. */
export function findMarketDraft(tx: Tx, workspaceId: string, slug: string): Promise<MarketDraft | null> {
  return tx.first(sql<MarketDraft>`
    select ${line}, draft.document
    from market_drafts as draft
    where draft.workspace_id = ${workspaceId} and draft.slug = ${slug}`)
}

/** Every draft by its market, without its text. */
export function findMarketDrafts(tx: Tx, workspaceId: string): Promise<Omit<MarketDraft, 'document'>[]> {
  return tx.rows(sql<Omit<MarketDraft, 'document'>>`
    select ${line}
    from market_drafts as draft
    where draft.workspace_id = ${workspaceId}
    order by draft.slug`)
}
