import type { Context } from '../../platform/context.ts'
import { deleteOldDrafts } from './draft-store.ts'

const keptMs = 90 * 24 * 60 * 60 * 1000
const rowsPerStep = 1_000

/** Removes drafts that nobody has touched for 90 days, in small steps; gives how many went. */
export async function removeOldDrafts(context: Context): Promise<number> {
  const before = { beforeMs: context.now() - keptMs, limit: rowsPerStep }
  let removed = 0
  for (;;) {
    // oxlint-disable-next-line switchyard/verb -- a chore of the system; that a draft is forgotten is no fact
    const step = await context.transaction((tx) => deleteOldDrafts(tx, context.workspace.id, before))
    removed += step
    if (step < rowsPerStep) return removed
  }
}
