import type { Context } from '../../platform/context.ts'
import { deleteOldAttempts } from './attempt-store.ts'
import { requireSystem } from './require-system.ts'

const keptMs = 30 * 24 * 60 * 60 * 1000
const rowsPerStep = 1_000

/** Removes attempts older than 30 days in small steps, each a transaction; gives how many went (reliability.md 3.5). */
export async function removeOldAttempts(context: Context): Promise<number> {
  requireSystem(context)
  const beforeMs = context.now() - context.workspace.clockOffsetMs - keptMs
  let removed = 0
  for (;;) {
    // oxlint-disable-next-line switchyard/verb -- that a log line is over is no fact
    const step = await context.transaction((tx) =>
      deleteOldAttempts(tx, context.workspace.id, { beforeMs, limit: rowsPerStep }),
    )
    removed += step
    if (step < rowsPerStep) return removed
  }
}
