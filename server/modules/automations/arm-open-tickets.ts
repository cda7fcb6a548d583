import type { Context } from '../../platform/context.ts'
import { armTimers } from '../timers/index.ts'
import { requireSystem } from './require-system.ts'
import { findOpenTicketIds } from './subject-view.ts'

const together = 500
const apartMs = 1_000

/**
 * Has every open ticket looked at again because the rules about time are new ones: a few hundred a second, so that one
 * publication keeps nobody waiting. Done twice it does nothing more.
 */
export async function armOpenTickets(context: Context): Promise<void> {
  requireSystem(context)
  const workspaceId = context.workspace.id
  let after: string | null = null
  for (let page = 0; ; page++) {
    const asked: { after: string | null; limit: number } = { after, limit: together }
    // oxlint-disable-next-line switchyard/verb -- a wake-up is no fact
    const subjectIds = await context.transaction(async (tx) => {
      const ids = await findOpenTicketIds(tx, workspaceId, asked)
      const dueAt = context.now() + page * apartMs
      await armTimers(tx, workspaceId, { kind: 'automation', subjectIds: ids, dueAt })
      return ids
    })
    if (subjectIds.length < together) return
    after = subjectIds.at(-1) ?? null
  }
}
