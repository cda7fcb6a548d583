import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Task } from './task.ts'
import { type TicketBrief, ticketBrief } from './ticket-brief-view.ts'

/** A task with what it is about and its pending offer. */
export interface ShownTask extends Task {
  readonly ticket: TicketBrief
  readonly offer: { readonly id: string; readonly agentId: string; readonly expiresAt: number } | null
}

const select = sql`
  select task.id, task.ticket_id as "ticketId", task.kind, task.queue, task.channel, task.priority, task.requirements,
    task.state, task.agent_id as "agentId", task.entered_at as "enteredAt", task.exclusions,
    task.preferred_agent_id as "preferredAgentId", task.preferred_until as "preferredUntil", task.overflowed, task.version,
    task.created_at as "createdAt", task.ended_at as "endedAt", ${ticketBrief} as ticket,
    case when offer.id is not null then jsonb_build_object('id', offer.id, 'agentId', offer.agent_id, 'expiresAt',
      round(extract(epoch from offer.expires_at) * 1000)) end as offer
  from tasks as task
  join tickets as ticket on ticket.workspace_id = task.workspace_id and ticket.id = task.ticket_id
  join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
  left join lateral (
    select pending.id, pending.agent_id, pending.expires_at
    from offers as pending
    where pending.workspace_id = task.workspace_id and pending.task_id = task.id and pending.state = 'pending'
    limit 1) as offer on true`

/** One task, whatever its state, or null. */
export function findShownTask(tx: Tx, workspaceId: string, taskId: string): Promise<ShownTask | null> {
  return tx.first(sql<ShownTask>`${select} where task.workspace_id = ${workspaceId} and task.id = ${taskId}`)
}

/** Where a page of a queue's tasks ended. */
export interface TaskPlace {
  readonly enteredAt: number
  readonly id: string
}

/** The tasks of a queue that are not over, longest waiting first. */
export function findTasksOfQueue(
  tx: Tx,
  workspaceId: string,
  page: { queue: string; channels: readonly string[] | null; after: TaskPlace | null; limit: number },
): Promise<ShownTask[]> {
  const after = page.after === null ? null : new Date(page.after.enteredAt)
  return tx.rows(sql<ShownTask>`
    ${select}
    where task.workspace_id = ${workspaceId}
      and task.queue = ${page.queue}
      and task.state not in ('done', 'cancelled', 'abandoned')
      and (${page.channels}::text[] is null or task.channel = any(${page.channels}::text[]))
      and (${after}::timestamptz is null or (task.entered_at, task.id) > (${after}::timestamptz, ${page.after?.id ?? null}::uuid))
    order by task.entered_at, task.id
    limit ${page.limit}`)
}
