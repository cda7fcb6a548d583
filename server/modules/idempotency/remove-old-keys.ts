import type { Context } from '../../platform/context.ts'
import { deleteOldKeys } from './key-store.ts'

const rowsPerStep = 1_000

/** Removes keys older than 24 hours in small steps, each a transaction; gives how many went. */
export async function removeOldKeys(context: Context): Promise<number> {
  let removed = 0
  for (;;) {
    // oxlint-disable-next-line switchyard/verb -- a chore of the system; that a key is over is no fact
    const step = await context.transaction((tx) => deleteOldKeys(tx, context.workspace.id, rowsPerStep))
    removed += step
    if (step < rowsPerStep) return removed
  }
}
