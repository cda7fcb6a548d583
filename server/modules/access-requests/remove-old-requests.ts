import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { accessTime } from '../access/index.ts'
import { deleteOldRequests } from './request-store.ts'

/** Names and addresses are kept for as long as somebody may ask back. What was granted and by whom the log keeps. */
const keptMs = 366 * 24 * 60 * 60 * 1000
const rowsPerStep = 1_000

/** An hourly chore: forgets requests of more than a year ago, in small steps, each a transaction; gives how many went. */
export async function removeOldRequests(context: Context): Promise<number> {
  if (context.principal.kind !== 'system') throw new AppError('forbidden', 'Only the product itself does this.')
  const old = { beforeMs: accessTime(context) - keptMs, limit: rowsPerStep }
  let removed = 0
  for (;;) {
    // oxlint-disable-next-line switchyard/verb -- that a request is old is no fact
    const step = await context.transaction((tx) => deleteOldRequests(tx, context.workspace.id, old))
    removed += step
    if (step < rowsPerStep) return removed
  }
}
