import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/**
 * Workspaces that have due timers now, read as the relay across all of them. A workspace's own clock may run ahead: by at
 * most the furthest, which bounds what is read of the index.
 */
export function findWorkspacesWithDueTimers(tx: Tx, limit: number): Promise<{ workspaceId: string }[]> {
  return tx.rows(sql<{ workspaceId: string }>`
    select distinct due.workspace_id as "workspaceId"
    from (
      select timer.workspace_id
      from timers as timer
      join workspaces as workspace on workspace.id = timer.workspace_id
      where timer.due_at <= now() + (select max(ahead.clock_offset) from workspaces as ahead)
        and timer.due_at <= now() + workspace.clock_offset
        and (timer.lease_until is null or timer.lease_until < now())
      order by timer.due_at
      limit ${limit}) as due`)
}
