import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendEvents } from '../events/index.ts'
import { fileBytes } from './file-bytes.ts'
import { deleteOldLooseFiles } from './file-rows-store.ts'
import { findKnownFiles } from './file-view.ts'

const looseMs = 24 * 60 * 60 * 1000
/** An upload may take a while, and its row is written last. */
const arrivingMs = 60 * 60 * 1000
const filesPerStep = 200

/**
 * A chore: removes files that nobody attached within a day, then bytes that no row tells of: of those, of uploads that
 * were cut off, and of rows that are gone otherwise. Gives how many bytes’ files went.
 */
export async function removeOldFiles(context: Context): Promise<number> {
  requirePermission(context, 'workspace:write')
  await removeLoose(context)
  const known = (fileIds: string[]) => context.read((tx) => findKnownFiles(tx, context.workspace.id, fileIds))
  // The folder has the time of the machine, not that of the workspace.
  const bytes = context.memory.of(fileBytes)
  return bytes === null ? 0 : bytes.sweep(context.workspace.id, Date.now() - arrivingMs, known)
}

async function removeLoose(context: Context): Promise<void> {
  const before = context.now() - looseMs
  for (;;) {
    const gone = await context.transaction(async (tx) => {
      const ids = await deleteOldLooseFiles(tx, context.workspace.id, { before, limit: filesPerStep })
      await appendEvents(
        tx,
        context,
        ids.map((id) => ({
          type: 'file.deleted',
          data: { fileId: encodeId('file', id), reason: 'never_attached' },
          subject: { kind: 'file', id, seq: 2 },
          ticketId: null,
        })),
      )
      return ids
    })
    if (gone.length < filesPerStep) return
  }
}
