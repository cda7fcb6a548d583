import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { deleteOldShowings } from './showing-store.ts'

/** As far as any report looks back. */
const keptMs = 3 * 366 * 24 * 60 * 60 * 1000
const rowsPerStep = 1_000

/** Forgets what was shown before chats more than three years ago, in small steps, each a transaction; gives how many went. */
export async function removeOldShowings(context: Context): Promise<number> {
  if (context.principal.kind !== 'system') throw new AppError('forbidden', 'Only the product itself does this.')
  const old = { beforeMs: context.now() - keptMs, limit: rowsPerStep }
  let removed = 0
  for (;;) {
    // oxlint-disable-next-line switchyard/verb -- that a showing is old is no fact
    const step = await context.transaction((tx) => deleteOldShowings(tx, context.workspace.id, old))
    removed += step
    if (step < rowsPerStep) return removed
  }
}
