import type { Context, Tx } from '../../platform/context.ts'
import { isForStaff } from '../../platform/principal.ts'
import { can } from '../access/index.ts'
import { mayReadEvidence } from '../cases/index.ts'
import { type ByteRange, bytesOf, findFile, isUploader, type OpenBytes, type StoredFile } from '../files/index.ts'
import { readableOfHandoff } from '../partners/index.ts'
import { readableFor } from '../tickets/index.ts'
import { findCaseOfFile, findFileUses, type FileUse } from './file-uses-view.ts'

/**
 * One file, or null when there is none the caller may see: to be attached, its sender's alone; on a message, whoever may
 * read that message, which a partner may on what it was handed; before a case, whoever may read the case.
 */
export async function readFile(context: Context, input: { fileId: string }): Promise<StoredFile | null> {
  return context.read((tx) => findVisibleFile(tx, context, input.fileId))
}

/** Opens the content of a file that `readFile` gave, or a part of it. Throws `not_found` when its bytes are lost. */
export function openFile(context: Context, file: StoredFile, range: ByteRange | null): Promise<OpenBytes> {
  return bytesOf(context).open({ workspaceId: context.workspace.id, fileId: file.id }, range)
}

/** The file as this caller may see it, or null. */
export async function findVisibleFile(tx: Tx, context: Context, fileId: string): Promise<StoredFile | null> {
  const workspaceId = context.workspace.id
  const file = await findFile(tx, workspaceId, fileId)
  if (file === null) return null
  if (file.attachedAt === null) return isUploader(context, file) ? file : null
  const uses = await findFileUses(tx, workspaceId, { fileId, ...readableFor(context) })
  if (uses.some((use) => maySee(context, use))) return file
  if (await wasHanded(tx, context, uses)) return file
  const caseId = await findCaseOfFile(tx, workspaceId, fileId)
  return caseId !== null && (await mayReadEvidence(tx, context, caseId)) ? file : null
}

/** As in the timeline: staff who see a ticket see what was merged into it, others only what lies where they may look. */
function maySee({ principal }: Context, { place, isOwnTicket }: FileUse): boolean {
  if (!isOwnTicket && !isForStaff(principal)) return false
  // Who is held to one chat sees what was said there, and asks for no more.
  if (principal.chatId !== undefined) return can(principal, 'chat:read', place)
  return can(principal, 'ticket:read', place) && can(principal, 'message:read', place)
}

/** A ticket that was handed to a partner is another's, and its words are the partner's to read as far as its hand-off goes. */
async function wasHanded(tx: Tx, context: Context, uses: readonly FileUse[]): Promise<boolean> {
  if (context.principal.partnerId === null) return false
  for (const { ticketId, isOwnTicket, visibility } of uses)
    if (isOwnTicket && (await readableOfHandoff(tx, context, ticketId)).includes(visibility)) return true
  return false
}
