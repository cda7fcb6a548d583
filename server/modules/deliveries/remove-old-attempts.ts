import type { Context } from '../../platform/context.ts'
import { deleteOldAttempts, deleteOldDeliveries, deleteOldOrigins } from './attempt-store.ts'
import { requireSystem } from './require-system.ts'

const keptMs = 30 * 24 * 60 * 60 * 1000
const rowsPerStep = 1_000

/**
 * Removes attempts older than 30 days, then what subscriptions were told so long ago and waits no more, in small steps,
 * each a transaction; gives how many attempts and deliveries went (reliability.md 3.5). Callbacks stay with their ticket.
 */
export async function removeOldAttempts(context: Context): Promise<number> {
  requireSystem(context)
  const beforeMs = context.now() - context.workspace.clockOffsetMs - keptMs
  const attempts = await inSteps(context, beforeMs, deleteOldAttempts)
  await inSteps(context, beforeMs, deleteOldOrigins)
  return attempts + (await inSteps(context, beforeMs, deleteOldDeliveries))
}

async function inSteps(context: Context, beforeMs: number, remove: typeof deleteOldAttempts): Promise<number> {
  let removed = 0
  for (;;) {
    // oxlint-disable-next-line switchyard/verb -- that a log line is over is no fact
    const step = await context.transaction((tx) => remove(tx, context.workspace.id, { beforeMs, limit: rowsPerStep }))
    removed += step
    if (step < rowsPerStep) return removed
  }
}
