import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { deleteOldSupportMessages } from './support-store.ts'

const keptMs = 30 * 24 * 60 * 60 * 1000
const rowsPerStep = 1_000

/**
 * Forgets which `support` messages came more than 30 days ago, in small steps, each a transaction; gives how many went. One
 * that comes again after that is a new one: nobody repeats a message for so long.
 */
export async function removeOldSupportMessages(context: Context): Promise<number> {
  if (context.principal.kind !== 'system') throw new AppError('forbidden', 'Only the product itself does this.')
  const old = { beforeMs: context.now() - keptMs, limit: rowsPerStep }
  let removed = 0
  for (;;) {
    // oxlint-disable-next-line switchyard/verb -- that a message is old is no fact
    const step = await context.transaction((tx) => deleteOldSupportMessages(tx, context.workspace.id, old))
    removed += step
    if (step < rowsPerStep) return removed
  }
}
