import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { SupportSession } from './support.ts'

/** A session ends with its ticket, and with its chat unless that goes on as a message or a call back. */
export const isOver = sql`(
  ticket.status_category in ('solved', 'closed')
  or (chat.ended_at is not null and chat.end_reason not in ('message', 'callback')))`

/** The open session of an order, or null. */
export function findOpenSession(tx: Tx, workspaceId: string, orderId: string): Promise<SupportSession | null> {
  return tx.first(sql<SupportSession>`
    select support.id, support.order_id as "orderId", orders.external_id as "orderKey",
      support.ticket_id as "ticketId", support.chat_id as "chatId", support.descriptor, support.faq,
      support.callback_phone as "callbackPhone", support.agent, support.chat_token as "chatToken", chat.channel,
      chat.ended_at is null as "hasLiveChat", work.id as "taskId",
      jsonb_build_object('channel', ticket.channel, 'queue', ticket.queue,
        'partnerId', ticket.created_by ->> 'partnerId', 'customerId', ticket.customer_id) as place,
      case when serving.id is not null then jsonb_build_object('id', serving.id, 'kind', serving.kind,
        'name', serving.name, 'languages', serving.languages, 'skills', serving.skills, 'contact', serving.contact,
        'organization', serving.organization, 'rating', serving.rating) end as "servedBy"
    from support_sessions as support
    join orders on orders.workspace_id = support.workspace_id and orders.id = support.order_id
    join tickets as ticket on ticket.workspace_id = support.workspace_id and ticket.id = support.ticket_id
    join chat_sessions as chat on chat.workspace_id = support.workspace_id and chat.id = support.chat_id
    left join lateral (
      select task.id, task.agent_id
      from tasks as task
      where task.workspace_id = support.workspace_id
        and task.ticket_id = support.ticket_id
        and task.case_id is null
        and task.state not in ('wrapup', 'done', 'cancelled', 'abandoned')
      order by task.id desc
      limit 1) as work on true
    left join agents as serving on serving.workspace_id = support.workspace_id and serving.id = work.agent_id
    where support.workspace_id = ${workspaceId}
      and support.order_id = ${orderId}
      and support.closed_at is null
      and not ${isOver}`)
}
