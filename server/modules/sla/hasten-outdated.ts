import { isOutdated } from '../../core/clocks/index.ts'
import { awaitsPartner } from '../../core/lifecycle/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { armTimersAt } from '../timers/index.ts'
import { findOpenClocks, type OpenClocks } from './open-clocks-view.ts'

const together = 500
/** Spread, so that the timers that fall due meanwhile keep their turn. */
const firedASecond = 100

/**
 * Lets the timers of open tickets ring soon whose clocks promise something else than their policy does now: whatever
 * happens to a ticket brings its clocks up to date, the ringing of its timer too. Done twice it does nothing more.
 */
export async function hastenOutdated(context: Context, workflow: WorkflowSnapshot): Promise<void> {
  requirePermission(context, 'ticket:write')
  const workspaceId = context.workspace.id
  let count = 0
  for (let after: string | null = null; ;) {
    const asked: { after: string | null; limit: number } = { after, limit: together }
    // oxlint-disable-next-line switchyard/verb -- a wake-up is no fact
    const rows = await context.transaction(async (tx) => {
      const rows = await findOpenClocks(tx, workspaceId, asked)
      const dues = rows
        .filter((row) => isBehind(row, workflow))
        .map(({ ticketId }) => ({ subjectId: ticketId, dueAt: context.now() + (count++ / firedASecond) * 1_000 }))
      await armTimersAt(tx, workspaceId, { kind: 'sla', dues })
      return rows
    })
    if (rows.length < together) return
    after = rows.at(-1)?.ticketId ?? null
  }
}

function isBehind(
  { slaPolicy, priority, status, statusCategory: category, lifecycle, clocks }: OpenClocks,
  { policies, lifecycles }: WorkflowSnapshot,
) {
  const policy = policies.get(slaPolicy)
  const isWithPartner = awaitsPartner(lifecycles.get(lifecycle), status)
  return policy !== undefined && isOutdated({ clocks, policy, priority, category, isWithPartner })
}
