import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A published version of a market document. */
export interface MarketVersion {
  readonly slug: string
  readonly version: number
  readonly document: string
  readonly publishedBy: { readonly kind: string; readonly id: string; readonly name?: string }
  readonly publishedAt: number
  /** The earlier version whose text it has again; null = it is of its own. */
  readonly restores: number | null
}

const line = sql`
  version.slug, version.version, version.published_by as "publishedBy", version.published_at as "publishedAt",
  version.restores`

/** The versions in force by slug: of each market the latest. Without the documents of those that are known already. */
export function findCurrentMarkets(
  tx: Tx,
  workspaceId: string,
  known: readonly string[],
): Promise<(Omit<MarketVersion, 'document'> & { readonly document: string | null })[]> {
  return tx.rows(sql<Omit<MarketVersion, 'document'> & { readonly document: string | null }>`
    select distinct on (version.slug) ${line},
      case when version.slug || ' ' || version.version = any(${known}::text[]) then null
        else version.document end as document
    from market_versions as version
    where version.workspace_id = ${workspaceId}
    order by version.slug, version.version desc`)
}

/** The version of a market in force, or null. */
export function findMarketInForce(tx: Tx, workspaceId: string, slug: string): Promise<MarketVersion | null> {
  return tx.first(sql<MarketVersion>`
    select ${line}, version.document
    from market_versions as version
    where version.workspace_id = ${workspaceId} and version.slug = ${slug}
    order by version.version desc
    limit 1`)
}

/** One version of a market, in force or not; null when there is none. */
export function findMarketVersion(
  tx: Tx,
  workspaceId: string,
  { slug, version }: { slug: string; version: number },
): Promise<MarketVersion | null> {
  return tx.first(sql<MarketVersion>`
    select ${line}, version.document
    from market_versions as version
    where version.workspace_id = ${workspaceId} and version.slug = ${slug} and version.version = ${version}`)
}

/** A market's versions, the newest first, without their documents. */
export function listVersionsOf(
  tx: Tx,
  workspaceId: string,
  { slug, before, limit }: { slug: string; before: number | null; limit: number },
): Promise<Omit<MarketVersion, 'document'>[]> {
  return tx.rows(sql<Omit<MarketVersion, 'document'>>`
    select ${line}
    from market_versions as version
    where version.workspace_id = ${workspaceId}
      and version.slug = ${slug}
      and (${before}::integer is null or version.version < ${before}::integer)
    order by version.version desc
    limit ${limit}`)
}
