import type { Context } from '../../platform/context.ts'
import { requireSystem } from './require-system.ts'
import { deleteOldRuns } from './run-store.ts'

const keptMs = 90 * 24 * 60 * 60 * 1000
const rowsPerStep = 1_000

/** Removes what automations did to closed tickets more than 90 days ago, in small steps; gives how many rows went. */
export async function removeOldRuns(context: Context): Promise<number> {
  requireSystem(context)
  const before = { beforeMs: context.now() - keptMs, limit: rowsPerStep }
  let removed = 0
  for (;;) {
    // oxlint-disable-next-line switchyard/verb -- that a log line is over is no fact
    const step = await context.transaction((tx) => deleteOldRuns(tx, context.workspace.id, before))
    removed += step
    if (step < rowsPerStep) return removed
  }
}
