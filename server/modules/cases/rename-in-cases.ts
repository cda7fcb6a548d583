import { isAnyRenamed, type KeyRenames } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { saveRenamedCases, saveRenamedReasonKeys } from './case-renames-store.ts'

/** Writes the new names of keys into open cases and their clocks, so that they go on by what they were opened with. */
export async function renameInCases(tx: Tx, context: Context, renames: KeyRenames): Promise<void> {
  if (!isAnyRenamed(renames, ['queues', 'reasons', 'calendars'])) return
  await saveRenamedCases(tx, context.workspace.id, renames)
  await saveRenamedReasonKeys(tx, context.workspace.id, renames)
}
