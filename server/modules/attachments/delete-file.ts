import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendEvents } from '../events/index.ts'
import { bytesOf, deleteLooseFile, isUploader, requireOwnFiles } from '../files/index.ts'
import { findVisibleFile } from './read-file.ts'

/**
 * Takes a file back that hangs nowhere yet; what is attached stays with what it hangs on. False when there is no such file.
 * Throws `forbidden` for another's file, and `conflict` when it is attached.
 */
export async function deleteFile(context: Context, { fileId }: { fileId: string }): Promise<boolean> {
  const isGone = await context.transaction(async (tx) => {
    const file = await findVisibleFile(tx, context, fileId)
    if (file === null) return false
    requireOwnFiles(context)
    if (!isUploader(context, file)) throw new AppError('forbidden', 'Only who sent a file may take it back.')
    if (!(await deleteLooseFile(tx, context.workspace.id, fileId)))
      throw new AppError('conflict', 'This file is attached and stays where it is.', { reason: 'attached' })
    const data = { fileId: encodeId('file', fileId), reason: 'taken_back' }
    const subject = { kind: 'file', id: fileId, seq: 2 } as const
    await appendEvents(tx, context, [{ type: 'file.deleted', data, subject, ticketId: null }])
    return true
  })
  // Bytes that stay behind after a crash are swept up by the chore.
  if (isGone) await bytesOf(context).remove({ workspaceId: context.workspace.id, fileId })
  return isGone
}
