import type { Context } from '../../platform/context.ts'
import { accessTime, requirePermission } from '../access/index.ts'
import { deleteOldLinks } from './portal-link-store.ts'

/** An hourly chore: removes links that are over; gives how many went. */
export function removeOldLinks(context: Context): Promise<number> {
  requirePermission(context, 'token:write')
  // oxlint-disable-next-line switchyard/verb -- what no longer works goes without a word
  return context.transaction((tx) => deleteOldLinks(tx, context.workspace.id, accessTime(context)))
}
