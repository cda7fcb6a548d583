import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { DraftKey, DraftWords } from './draft.ts'

/** Whose draft it is. */
export interface OwnDraft extends DraftKey {
  readonly writerId: string
}

/** Begins a draft; its revision, or null when there is one. */
export async function insertDraft(
  tx: Tx,
  workspaceId: string,
  draft: OwnDraft & DraftWords & { readonly partnerId: string | null; readonly at: number },
): Promise<number | null> {
  const row = await tx.first(sql<{ revision: number }>`
    insert into drafts (workspace_id, ticket_id, writer_id, visibility, partner_id, revision, body, macro, read_seq,
      updated_at)
    values (${workspaceId}, ${draft.ticketId}, ${draft.writerId}, ${draft.visibility}, ${draft.partnerId},
      nextval('draft_revision'), ${draft.body}, ${macroOf(draft)}::jsonb, ${draft.readSeq}, ${new Date(draft.at)})
    on conflict (workspace_id, ticket_id, writer_id, visibility) do nothing
    returning drafts.revision`)
  return row?.revision ?? null
}

/** Writes a draft that has this revision; its next one, or null when it has another. */
export async function updateDraft(
  tx: Tx,
  workspaceId: string,
  draft: OwnDraft & DraftWords & { readonly revision: number; readonly at: number },
): Promise<number | null> {
  const row = await tx.first(sql<{ revision: number }>`
    update drafts as draft
    set body = ${draft.body}, macro = ${macroOf(draft)}::jsonb, read_seq = ${draft.readSeq},
      revision = nextval('draft_revision'), updated_at = ${new Date(draft.at)}
    where draft.workspace_id = ${workspaceId}
      and draft.ticket_id = ${draft.ticketId}
      and draft.writer_id = ${draft.writerId}
      and draft.visibility = ${draft.visibility}
      and draft.revision = ${draft.revision}
    returning draft.revision`)
  return row?.revision ?? null
}

const macroOf = ({ macro }: DraftWords) => (macro === null ? null : JSON.stringify(macro))

/** Removes a draft, when it has this revision (null = whatever it has); false when there is none. */
export async function deleteDraft(
  tx: Tx,
  workspaceId: string,
  draft: OwnDraft & { readonly revision: number | null },
): Promise<boolean> {
  const count = await tx.count(sql`
    delete from drafts as draft
    where draft.workspace_id = ${workspaceId}
      and draft.ticket_id = ${draft.ticketId}
      and draft.writer_id = ${draft.writerId}
      and draft.visibility = ${draft.visibility}
      and (${draft.revision}::bigint is null or draft.revision = ${draft.revision}::bigint)`)
  return count === 1
}

/** Removes a draft with these very words; false when there is none. */
export async function deleteSaid(tx: Tx, workspaceId: string, draft: OwnDraft & { body: string }): Promise<boolean> {
  const count = await tx.count(sql`
    delete from drafts as draft
    where draft.workspace_id = ${workspaceId}
      and draft.ticket_id = ${draft.ticketId}
      and draft.writer_id = ${draft.writerId}
      and draft.visibility = ${draft.visibility}
      and btrim(draft.body, E' \t\n\r') = btrim(${draft.body}, E' \t\n\r')`)
  return count === 1
}

/** Removes drafts that nobody has touched since, so many at a time. */
export function deleteOldDrafts(
  tx: Tx,
  workspaceId: string,
  { beforeMs, limit }: { beforeMs: number; limit: number },
): Promise<number> {
  return tx.count(sql`
    delete from drafts
    where drafts.workspace_id = ${workspaceId}
      and (drafts.ticket_id, drafts.writer_id, drafts.visibility) in (
        select old.ticket_id, old.writer_id, old.visibility
        from drafts as old
        where old.workspace_id = ${workspaceId} and old.updated_at < ${new Date(beforeMs)}
        order by old.updated_at
        limit ${limit})
      and drafts.updated_at < ${new Date(beforeMs)}`)
}
