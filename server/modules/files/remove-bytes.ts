import type { Context } from '../../platform/context.ts'
import { fileBytes } from './file-bytes.ts'

/** Removes the bytes of files whose rows are gone. What cannot be removed now, the chore sweeps up within the day. */
export async function removeBytes(context: Context, fileIds: readonly string[]): Promise<void> {
  const bytes = context.memory.of(fileBytes)
  if (bytes === null) return
  for (const fileId of fileIds) await bytes.remove({ workspaceId: context.workspace.id, fileId })
}
