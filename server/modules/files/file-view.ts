import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { StoredFile } from './file.ts'

/** One file, or null. */
export function findFile(tx: Tx, workspaceId: string, fileId: string): Promise<StoredFile | null> {
  return tx.first(sql<StoredFile>`
    select file.id, file.name, file.media_type as "mediaType", file.size, file.sha256, file.width, file.height,
      file.uploaded_by as "uploadedBy", file.attached_at as "attachedAt", file.created_at as "createdAt"
    from files as file
    where file.workspace_id = ${workspaceId} and file.id = ${fileId}`)
}

/** What the files of a workspace take up, in bytes. */
export async function findUsedBytes(tx: Tx, workspaceId: string): Promise<number> {
  const row = await tx.first(sql<{ bytes: number }>`
    select usage.bytes
    from file_usages as usage
    where usage.workspace_id = ${workspaceId}`)
  return row?.bytes ?? 0
}

/** What the files on a ticket's messages take up, in bytes; one that is on several counts once. */
export async function findBytesOfTicket(tx: Tx, workspaceId: string, ticketId: string): Promise<number> {
  const row = await tx.first(sql<{ bytes: number }>`
    select coalesce(sum(file.size), 0)::bigint as bytes
    from files as file
    where file.workspace_id = ${workspaceId}
      and file.id in (
        select hung.file_id
        from messages as message
        join message_files as hung on hung.workspace_id = message.workspace_id and hung.message_id = message.id
        where message.workspace_id = ${workspaceId} and message.ticket_id = ${ticketId})`)
  return row?.bytes ?? 0
}

/** Which of these files there are. */
export async function findKnownFiles(
  tx: Tx,
  workspaceId: string,
  fileIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ id: string }>`
    select file.id
    from files as file
    where file.workspace_id = ${workspaceId} and file.id = any(${fileIds}::uuid[])`)
  return new Set(rows.map(({ id }) => id))
}
