import type { Context } from '../../platform/context.ts'
import { accessTime } from './access-time.ts'
import { deleteEndedTokens } from './expired-store.ts'
import { requirePermission } from './require-permission.ts'

const together = 1_000

/** An hourly chore: removes tokens of chats and portals that are over; gives how many went. */
export async function removeEndedTokens(context: Context): Promise<number> {
  requirePermission(context, 'token:write')
  for (let removed = 0; ;) {
    // oxlint-disable-next-line switchyard/verb -- what no longer works goes without a word
    const count = await context.transaction((tx) =>
      deleteEndedTokens(tx, context.workspace.id, { beforeMs: accessTime(context), limit: together }),
    )
    removed += count
    if (count < together) return removed
  }
}
