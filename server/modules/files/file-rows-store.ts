import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { StoredFile, Uploader } from './file.ts'

/** What a file counts at least: a disk has no smaller piece, and a million empty ones are no small thing. */
const leastBytes = 4096

/** Takes room for a file under the limit of the workspace; false when it has none left. The row decides all races. */
export async function takeRoom(
  tx: Tx,
  workspaceId: string,
  { size, limit }: { size: number; limit: number },
): Promise<boolean> {
  const counted = Math.max(size, leastBytes)
  if (counted > limit) return false
  const taken = await tx.count(sql`
    insert into file_usages (workspace_id, bytes)
    values (${workspaceId}, ${counted})
    on conflict (workspace_id) do update
    set bytes = file_usages.bytes + excluded.bytes
    where file_usages.bytes + excluded.bytes <= ${limit}`)
  return taken === 1
}

export async function insertFile(tx: Tx, workspaceId: string, file: StoredFile): Promise<void> {
  await tx.count(sql`
    insert into files (workspace_id, id, name, media_type, size, sha256, width, height, uploaded_by, created_at)
    values (${workspaceId}, ${file.id}, ${file.name}, ${file.mediaType}, ${file.size}, ${file.sha256}, ${file.width},
      ${file.height}, ${JSON.stringify(file.uploadedBy)}::jsonb, ${new Date(file.createdAt)})`)
}

/** Holds those of these files that somebody sent and nobody has attached yet; gives their ids and sizes. */
export function lockLooseFiles(
  tx: Tx,
  workspaceId: string,
  { fileIds, uploader }: { fileIds: readonly string[]; uploader: Uploader },
): Promise<{ id: string; size: number }[]> {
  return tx.rows(sql<{ id: string; size: number }>`
    select file.id, file.size
    from files as file
    where file.workspace_id = ${workspaceId}
      and file.id = any(${fileIds}::uuid[])
      and file.attached_at is null
      and file.uploaded_by ->> 'kind' = ${uploader.kind}
      and file.uploaded_by ->> 'id' = ${uploader.id}
    order by file.id
    for update`)
}

/** Notes that held files are attached now, to a piece of evidence where one is named. */
export async function noteAttached(
  tx: Tx,
  workspaceId: string,
  { fileIds, evidenceId, at }: { fileIds: readonly string[]; evidenceId: string | null; at: number },
): Promise<void> {
  await tx.count(sql`
    update files
    set attached_at = ${new Date(at)}, evidence_id = ${evidenceId}
    where files.workspace_id = ${workspaceId} and files.id = any(${fileIds}::uuid[])`)
}

/** Hangs files on a message, in this order. */
export async function insertMessageFiles(
  tx: Tx,
  workspaceId: string,
  { messageId, fileIds }: { messageId: string; fileIds: readonly string[] },
): Promise<void> {
  await tx.count(sql`
    insert into message_files (workspace_id, message_id, place, file_id)
    select ${workspaceId}, ${messageId}, hung.place, hung.file_id
    from unnest(${fileIds}::uuid[]) with ordinality as hung (file_id, place)`)
}

/** Removes a file that nobody has attached and gives its room back; false when it is attached or gone. */
export async function deleteLooseFile(tx: Tx, workspaceId: string, fileId: string): Promise<boolean> {
  const rows = await deleteFiles(tx, workspaceId, sql`files.id = ${fileId} and files.attached_at is null`)
  return rows.length === 1
}

/** Removes some of the files that nobody has attached since `before`; gives their ids. */
export function deleteOldLooseFiles(
  tx: Tx,
  workspaceId: string,
  { before, limit }: { before: number; limit: number },
): Promise<string[]> {
  const old = sql`files.id in (
    select old.id
    from files as old
    where old.workspace_id = ${workspaceId} and old.attached_at is null and old.created_at < ${new Date(before)}
    order by old.created_at
    limit ${limit}
    for update skip locked)`
  return deleteFiles(tx, workspaceId, old)
}

/** Removes files and gives their room back; gives their ids. */
export async function deleteFiles(tx: Tx, workspaceId: string, which: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    with gone as (
      delete from files
      where files.workspace_id = ${workspaceId} and ${which}
      returning files.id, files.size),
    freed as (
      update file_usages
      set bytes = file_usages.bytes - total.bytes
      from (select coalesce(sum(greatest(gone.size, ${leastBytes})), 0) as bytes from gone) as total
      where file_usages.workspace_id = ${workspaceId})
    select gone.id
    from gone`)
  return rows.map(({ id }) => id)
}
