import { nextDue } from '../../core/automations/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { armTimersAt } from '../timers/index.ts'
import { requireSystem } from './require-system.ts'
import { timesOfSubject } from './subject.ts'
import { findOpenTicketIds, findSubjects } from './subject-view.ts'

const together = 500
/** What is due at once is spread, so that the timers of clocks and agents that fall due meanwhile keep their turn. */
const firedASecond = 100

/**
 * Has the open tickets looked at when the rules about time, which are new ones, have something to do about them; the
 * others are left alone. Done twice it does nothing more: what changes a ticket meanwhile is an event that is read after
 * the publication.
 */
export async function armOpenTickets(context: Context, { automation }: WorkflowSnapshot): Promise<void> {
  requireSystem(context)
  const workspaceId = context.workspace.id
  let overdue = 0
  const turnOf = (dueAt: number) => {
    const now = context.now()
    return dueAt > now ? dueAt : now + (overdue++ / firedASecond) * 1_000
  }
  for (let after: string | null = null; ;) {
    const asked: { after: string | null; limit: number } = { after, limit: together }
    // oxlint-disable-next-line switchyard/verb -- a wake-up is no fact
    const ids = await context.transaction(async (tx) => {
      const ids = await findOpenTicketIds(tx, workspaceId, asked)
      const rows = await findSubjects(tx, workspaceId, ids)
      const dues = rows.flatMap((row) => {
        const dueAt = nextDue(automation.rules, timesOfSubject(row), 0)
        return dueAt === null ? [] : [{ subjectId: row.id, dueAt: turnOf(dueAt) }]
      })
      await armTimersAt(tx, workspaceId, { kind: 'automation', dues })
      return ids
    })
    if (ids.length < together) return
    after = ids.at(-1) ?? null
  }
}
