import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendEvents } from '../events/index.ts'
import type { StoredFile } from './file.ts'
import { fileLimits } from './file-bytes.ts'
import { insertFile, takeRoom } from './file-rows-store.ts'
import { findUsedBytes } from './file-view.ts'
import { quotaExceeded, type ReceivedFile } from './receive-file.ts'
import { requireOwnFiles } from './require-own-files.ts'

/**
 * Makes a received file one of the workspace's, so far its sender's alone. Of several that race for the last room, those
 * that fit are kept. Throws `quota_exceeded`.
 */
export async function keepFile(context: Context, received: ReceivedFile): Promise<StoredFile> {
  requireOwnFiles(context)
  const { principal } = context
  const file: StoredFile = {
    ...received,
    uploadedBy: { kind: principal.kind, id: principal.id },
    attachedAt: null,
    createdAt: context.now(),
  }
  const limit = context.memory.of(fileLimits).workspaceBytes
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    if (!(await takeRoom(tx, workspaceId, { size: file.size, limit })))
      throw quotaExceeded(limit, await findUsedBytes(tx, workspaceId))
    await insertFile(tx, workspaceId, file)
    const data = { fileId: encodeId('file', file.id), mediaType: file.mediaType, size: file.size }
    const subject = { kind: 'file', id: file.id, seq: 1 } as const
    await appendEvents(tx, context, [{ type: 'file.uploaded', data, subject, ticketId: null }])
    return file
  })
}
