import type { KeyRenames } from '../../core/workflow/index.ts'
import { chunk } from '../../platform/chunk.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { saveRenamedOffers, saveRenamedTasks } from './task-renames-store.ts'

/** Tasks of one statement: it must end well within the time a statement may take. */
const atOnce = 5_000

/**
 * Writes the new names of keys into tasks whose tickets this transaction holds, and into the offers that stand. Routers
 * read them anew when they hear of the publication, which is the event of it.
 */
export async function renameInTasks(
  tx: Tx,
  context: Context,
  { taskIds, renames }: { taskIds: readonly string[]; renames: KeyRenames },
): Promise<void> {
  for (const some of chunk(taskIds, atOnce)) {
    await saveRenamedTasks(tx, context.workspace.id, { taskIds: some, renames })
  }
  await saveRenamedOffers(tx, context.workspace.id, renames)
}
