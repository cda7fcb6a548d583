import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { MarketDraft } from './market-draft.ts'

/** Begins a draft, or writes over whatever is there; false when one is there and may not be (`isNew`). */
export async function insertMarketDraft(
  tx: Tx,
  workspaceId: string,
  { isNew, ...draft }: Omit<MarketDraft, 'version'> & { readonly isNew: boolean },
): Promise<boolean> {
  const written = await tx.count(sql`
    insert into market_drafts as draft (workspace_id, slug, version, based_on, document, saved_by, saved_at)
    values (${workspaceId}, ${draft.slug}, nextval('market_draft_version'), ${draft.basedOn}, ${draft.document},
      ${JSON.stringify(draft.savedBy)}::jsonb, ${new Date(draft.savedAt)})
    on conflict (workspace_id, slug) do update
    set version = excluded.version, based_on = excluded.based_on, document = excluded.document,
      saved_by = excluded.saved_by, saved_at = excluded.saved_at
    where not ${isNew}`)
  return written === 1
}

/** Writes a draft that is at this version; false when it is at another, or gone. */
export async function updateMarketDraft(tx: Tx, workspaceId: string, draft: MarketDraft): Promise<boolean> {
  const written = await tx.count(sql`
    update market_drafts as draft
    set version = nextval('market_draft_version'), based_on = ${draft.basedOn}, document = ${draft.document},
      saved_by = ${JSON.stringify(draft.savedBy)}::jsonb, saved_at = ${new Date(draft.savedAt)}
    where draft.workspace_id = ${workspaceId} and draft.slug = ${draft.slug} and draft.version = ${draft.version}`)
  return written === 1
}

/** Drops a draft that is at this version (null = whichever); false when there is none such. */
export async function deleteMarketDraft(
  tx: Tx,
  workspaceId: string,
  { slug, version }: { slug: string; version: number | null },
): Promise<boolean> {
  const dropped = await tx.count(sql`
    delete from market_drafts as draft
    where draft.workspace_id = ${workspaceId}
      and draft.slug = ${slug}
      and (${version}::bigint is null or draft.version = ${version}::bigint)`)
  return dropped === 1
}

/** Drops the draft of a market that has this very text: it is published. One with other words stays. */
export async function deletePublishedDraft(
  tx: Tx,
  workspaceId: string,
  { slug, document }: { slug: string; document: string },
): Promise<void> {
  await tx.count(sql`
    delete from market_drafts as draft
    where draft.workspace_id = ${workspaceId} and draft.slug = ${slug} and draft.document = ${document}`)
}
