import { isAnyRenamed, type KeyRenames } from '../../core/workflow/index.ts'
import { chunk } from '../../platform/chunk.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { findRenamedClocks, saveRenamedClocks } from './clock-renames-store.ts'

/** Clocks of one statement: it must end well within the time a statement may take. */
const atOnce = 5_000

/** Lets the clocks of live tickets count on by their policy and calendar, and for their queue, when these are renamed. */
export async function renameInClocks(
  tx: Tx,
  context: Context,
  { renames, closedAfter }: { renames: KeyRenames; closedAfter: number },
): Promise<void> {
  if (!isAnyRenamed(renames, ['slaPolicies', 'calendars', 'queues'])) return
  const workspaceId = context.workspace.id
  for (const clockIds of chunk(await findRenamedClocks(tx, workspaceId, { renames, closedAfter }), atOnce)) {
    await saveRenamedClocks(tx, workspaceId, { clockIds, renames })
  }
}
