import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { passOverLog } from '../events/index.ts'
import { readerIn } from './act-on-event.ts'

/** Takes what is recorded by now for history: automations act on what happens from here on. */
export async function passOverHistory(context: Context): Promise<void> {
  requirePermission(context, 'workflow:write')
  // oxlint-disable-next-line switchyard/verb -- moves only the place in the log, which no event tells of
  await context.transaction((tx) => passOverLog(tx, readerIn(context)))
}
