import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Workspaces that have due timers by their own clocks, the longest due first, read as the relay across all of them. */
export function findWorkspacesWithDueTimers(tx: Tx): Promise<{ workspaceId: string }[]> {
  return tx.rows(sql<{ workspaceId: string }>`
    select workspace.id as "workspaceId"
    from workspaces as workspace
    cross join lateral (
      select timer.due_at
      from timers as timer
      where timer.workspace_id = workspace.id
        and timer.due_at <= now() + workspace.clock_offset
        and (timer.lease_until is null or timer.lease_until < now())
      order by timer.due_at
      limit 1) as longest
    order by longest.due_at`)
}
