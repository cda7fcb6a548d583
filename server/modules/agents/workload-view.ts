import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** One thing an agent holds: work in hand, or an offer it has not answered. */
export interface HeldTask {
  readonly taskId: string
  readonly ticketId: string
  readonly offerId: string
  readonly kind: string
  readonly channel: string
  readonly queue: string
  /** The task's state; `offered` while the offer is pending. */
  readonly state: string
  readonly units: number
  /** When it was offered, or accepted. */
  readonly since: number
}

/** What an agent holds, oldest first: pending offers and accepted ones that were not released. */
export function findHeldTasks(tx: Tx, workspaceId: string, agentId: string): Promise<HeldTask[]> {
  return tx.rows(sql<HeldTask>`
    select offer.task_id as "taskId", offer.ticket_id as "ticketId", offer.id as "offerId", task.kind, offer.channel,
      offer.queue, case when offer.state = 'pending' then 'offered' else task.state end as state, offer.units,
      coalesce(offer.ended_at, offer.created_at) as since
    from offers as offer
    join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
    where offer.workspace_id = ${workspaceId}
      and offer.agent_id = ${agentId}
      and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
    order by offer.created_at, offer.id`)
}
