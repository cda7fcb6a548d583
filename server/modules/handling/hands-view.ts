import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The agents that hold a ticket's open task or have a pending offer of it. */
export async function findHands(tx: Tx, workspaceId: string, ticketId: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select task.agent_id as id
    from tasks as task
    where task.workspace_id = ${workspaceId}
      and task.ticket_id = ${ticketId}
      and task.agent_id is not null
      and task.state not in ('done', 'cancelled', 'abandoned')
    union
    select offer.agent_id
    from tasks as task
    cross join lateral (
      select pending.agent_id
      from offers as pending
      where pending.workspace_id = task.workspace_id and pending.task_id = task.id and pending.state = 'pending'
      offset 0) as offer
    where task.workspace_id = ${workspaceId} and task.ticket_id = ${ticketId}`)
  return rows.map((row) => row.id)
}
