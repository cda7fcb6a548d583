import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Lets one publication of this workspace's markets come after the other, until the transaction ends. */
export async function lockMarkets(tx: Tx, workspaceId: string): Promise<void> {
  await tx.rows(sql<object>`select pg_advisory_xact_lock(hashtextextended('markets ' || ${workspaceId}::text, 0))`)
}

/** Keeps the next version of a market document and gives its number. */
export async function insertMarketVersion(
  tx: Tx,
  workspaceId: string,
  market: { slug: string; document: string; publishedBy: unknown; restores: number | null },
): Promise<number> {
  const row = await tx.first<{ version: number }>(sql`
    insert into market_versions (workspace_id, slug, version, document, published_by, restores)
    select ${workspaceId}, ${market.slug}, coalesce(max(present.version), 0) + 1, ${market.document},
      ${JSON.stringify(market.publishedBy)}::jsonb, ${market.restores}::integer
    from market_versions as present
    where present.workspace_id = ${workspaceId} and present.slug = ${market.slug}
    returning market_versions.version`)
  if (row === null) throw new Error('A market version that was written came back empty.')
  return row.version
}
