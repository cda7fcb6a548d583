import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { deleteOldMails } from './outbox-store.ts'

const keptMs = 90 * 24 * 60 * 60 * 1000
const rowsPerStep = 500

/** Removes mails that ended more than 90 days ago, in small steps, each a transaction; gives how many went. */
export async function removeOldMails(context: Context): Promise<number> {
  requirePermission(context, 'mail:write')
  const beforeMs = context.now() - context.workspace.clockOffsetMs - keptMs
  let removed = 0
  for (;;) {
    const old = { beforeMs, limit: rowsPerStep }
    // oxlint-disable-next-line switchyard/verb -- that a mail is old is no fact
    const step = await context.transaction((tx) => deleteOldMails(tx, context.workspace.id, old))
    removed += step
    if (step < rowsPerStep) return removed
  }
}
