import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { deleteFiles } from './file-rows-store.ts'

/** Where files of erased customers hang. */
export interface ErasedPlaces {
  readonly customerIds: readonly string[]
  readonly ticketIds: readonly string[]
  /** All that were blanked: some may be kept on tickets of others. */
  readonly messageIds: readonly string[]
  readonly evidenceIds: readonly string[]
}

/**
 * Removes the files of these messages and pieces of evidence, and those that these customers sent and never attached;
 * whoever asks for one from then on gets nothing. One that hangs on a message of somebody else as well stays there alone.
 * Gives their ids: the bytes are to be removed once this has come to pass (`removeBytes`).
 */
export async function eraseFiles(tx: Tx, workspaceId: string, places: ErasedPlaces): Promise<string[]> {
  const hung = await tx.rows(sql<{ id: string }>`
    delete from message_files as hung
    where hung.workspace_id = ${workspaceId} and hung.message_id = any(${places.messageIds}::uuid[])
    returning hung.file_id as id`)
  return deleteFiles(
    tx,
    workspaceId,
    sql`files.id in (
      select one.id
      from unnest(${hung.map(({ id }) => id)}::uuid[]) as one (id)
      union
      select laid.id
      from files as laid
      where laid.workspace_id = ${workspaceId} and laid.evidence_id = any(${places.evidenceIds}::uuid[])
      union
      select laid.id
      from case_evidence as piece
      join files as laid on laid.workspace_id = piece.workspace_id and laid.evidence_id = piece.id
      where piece.workspace_id = ${workspaceId} and piece.ticket_id = any(${places.ticketIds}::uuid[])
      union
      select loose.id
      from files as loose
      where loose.workspace_id = ${workspaceId} and loose.attached_at is null
        and loose.uploaded_by ->> 'kind' = 'customer'
        and loose.uploaded_by ->> 'id' = any(${places.customerIds}::text[]))
    and not exists (
      select 1
      from message_files as other
      where other.workspace_id = ${workspaceId} and other.file_id = files.id)`,
  )
}
