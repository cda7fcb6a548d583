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
    from offers as offer
    join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
    where task.workspace_id = ${workspaceId} and task.ticket_id = ${ticketId} and offer.state = 'pending'`)
  return rows.map((row) => row.id)
}
