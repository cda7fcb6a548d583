import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A published version of a market document. */
export interface MarketVersion {
  readonly slug: string
  readonly version: number
  readonly document: string
  readonly publishedBy: { readonly kind: string; readonly id: string; readonly name?: string }
  readonly publishedAt: number
}

/** The versions in force by slug: of each market the latest. Without the documents of those that are known already. */
export function findCurrentMarkets(
  tx: Tx,
  workspaceId: string,
  known: readonly string[],
): Promise<(Omit<MarketVersion, 'document'> & { readonly document: string | null })[]> {
  return tx.rows(sql<Omit<MarketVersion, 'document'> & { readonly document: string | null }>`
    select distinct on (version.slug) version.slug, version.version, version.published_by as "publishedBy",
      version.published_at as "publishedAt",
      case when version.slug || ' ' || version.version = any(${known}::text[]) then null
        else version.document end as document
    from market_versions as version
    where version.workspace_id = ${workspaceId}
    order by version.slug, version.version desc`)
}

/** The version of a market in force, or null. */
export function findMarketInForce(tx: Tx, workspaceId: string, slug: string): Promise<MarketVersion | null> {
  return tx.first(sql<MarketVersion>`
    select version.slug, version.version, version.document, version.published_by as "publishedBy",
      version.published_at as "publishedAt"
    from market_versions as version
    where version.workspace_id = ${workspaceId} and version.slug = ${slug}
    order by version.version desc
    limit 1`)
}
