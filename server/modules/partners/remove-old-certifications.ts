import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { deleteOldCertifications } from './certification-store.ts'

const keptMs = 365 * 24 * 60 * 60 * 1000
const rowsPerStep = 100

/**
 * Removes certifications that ended more than a year ago, but for the last one of each webhook and the last that it
 * passed: who reviews a partner still reads these. In small steps, each a transaction; gives how many went.
 */
export async function removeOldCertifications(context: Context): Promise<number> {
  if (context.principal.kind !== 'system') throw new AppError('forbidden', 'Only the product itself does this.')
  const old = { beforeMs: context.now() - keptMs, limit: rowsPerStep }
  let removed = 0
  for (;;) {
    // oxlint-disable-next-line switchyard/verb -- that a report is old is no fact
    const step = await context.transaction((tx) => deleteOldCertifications(tx, context.workspace.id, old))
    removed += step
    if (step < rowsPerStep) return removed
  }
}
