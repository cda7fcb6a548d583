import type { Context, Tx } from '../../platform/context.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import { fileLimits } from './file-bytes.ts'
import { insertMessageFiles, lockLooseFiles, noteAttached } from './file-rows-store.ts'
import { findBytesOfTicket } from './file-view.ts'
import { sizeText } from './receive-file.ts'

/** Files for a message of a ticket that this transaction holds. */
export interface MessageFiles {
  readonly ticketId: string
  readonly messageId: string
  readonly fileIds: readonly string[]
}

/**
 * Hangs files on a message that was just written. Each must have been sent by the same caller and hang nowhere yet; whoever
 * attaches one first has it. Throws `invalid` with each that is not so, and `conflict` when the ticket has room for no more.
 */
export async function attachToMessage(tx: Tx, context: Context, input: MessageFiles): Promise<void> {
  const { ticketId, messageId, fileIds } = input
  if (fileIds.length === 0) return
  const workspaceId = context.workspace.id
  const held = await holdFiles(tx, context, { fileIds, pointer: (index) => `/attachments/${index}` })
  const { ticketBytes } = context.memory.of(fileLimits)
  const usedBytes = await findBytesOfTicket(tx, workspaceId, ticketId)
  if (usedBytes + held.reduce((sum, { size }) => sum + size, 0) > ticketBytes) {
    const message = `The files of a ticket may take up ${sizeText(ticketBytes)}, and these do not fit any more.`
    throw new AppError('conflict', message, { reason: 'ticket_files_full', limitBytes: ticketBytes, usedBytes })
  }
  await noteAttached(tx, workspaceId, { fileIds, evidenceId: null, at: context.now() })
  await insertMessageFiles(tx, workspaceId, { messageId, fileIds })
}

/** Lays a file before the reviewers of a case: it hangs on the piece of evidence just written. Throws as above. */
export async function attachToEvidence(
  tx: Tx,
  context: Context,
  { fileId, evidenceId, pointer }: { fileId: string; evidenceId: string; pointer: string },
): Promise<void> {
  await holdFiles(tx, context, { fileIds: [fileId], pointer: () => pointer })
  await noteAttached(tx, context.workspace.id, { fileIds: [fileId], evidenceId, at: context.now() })
}

/** A copy of a message has the files of the first one. */
export function shareWithMessage(
  tx: Tx,
  context: Context,
  copy: { messageId: string; fileIds: readonly string[] },
): Promise<void> {
  return insertMessageFiles(tx, context.workspace.id, copy)
}

async function holdFiles(
  tx: Tx,
  context: Context,
  { fileIds, pointer }: { fileIds: readonly string[]; pointer: (index: number) => string },
): Promise<{ id: string; size: number }[]> {
  const { kind, id } = context.principal
  const held = await lockLooseFiles(tx, context.workspace.id, { fileIds, uploader: { kind, id } })
  const free = new Set(held.map((file) => file.id))
  // Another's file and none at all get the same answer.
  const message = 'You have sent no such file, or it is attached to something already.'
  const faults = fileIds.flatMap((fileId, index): FieldError[] =>
    free.has(fileId) ? [] : [{ pointer: pointer(index), code: 'unknown_file', message }],
  )
  if (faults.length > 0) throw new AppError('invalid', message, {}, faults)
  return held
}
