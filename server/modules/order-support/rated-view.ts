import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The part of the workspace a caller is limited to; null = not in that respect. */
export interface CallerLimits {
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly partnerId: string | null
}

/** Whether one of the tickets of an order is within these limits. */
export async function hasOrderWithin(
  tx: Tx,
  workspaceId: string,
  orderId: string,
  limits: CallerLimits,
): Promise<boolean> {
  const found = await tx.first(sql<object>`
    select 1
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.order_id = ${orderId} and ${within(limits)}
    limit 1`)
  return found !== null
}

/** Whether one of the tickets that an agent has taken is within these limits. */
export async function hasAgentWithin(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  limits: CallerLimits,
): Promise<boolean> {
  const found = await tx.first(sql<object>`
    select 1
    from offers as offer
    join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
    join tickets as ticket on ticket.workspace_id = task.workspace_id and ticket.id = task.ticket_id
    where offer.workspace_id = ${workspaceId}
      and offer.agent_id = ${agentId}
      and offer.state = 'accepted'
      and ${within(limits)}
    limit 1`)
  return found !== null
}

const within = ({ channels, queues, partnerId }: CallerLimits) => sql`
  (${channels}::text[] is null or ticket.channel = any(${channels}::text[]))
  and (${queues}::text[] is null or ticket.queue = any(${queues}::text[]))
  and (${partnerId}::text is null or ticket.created_by ->> 'partnerId' = ${partnerId}::text)`

/** A session that may be rated, open or not. */
export interface RatedSession {
  readonly id: string
  readonly orderId: string
  readonly ticketId: string
  readonly chatId: string
  readonly place: {
    readonly channel: string
    readonly queue: string
    readonly partnerId: string | null
    readonly customerId: string
  }
}

/** The latest session of an order, or the one of a chat; null when there is none. */
export function findRatedSession(
  tx: Tx,
  workspaceId: string,
  { orderId, chatId }: { orderId: string | null; chatId: string | null },
): Promise<RatedSession | null> {
  return tx.first(sql<RatedSession>`
    select support.id, support.order_id as "orderId", support.ticket_id as "ticketId", support.chat_id as "chatId",
      jsonb_build_object('channel', ticket.channel, 'queue', ticket.queue,
        'partnerId', ticket.created_by ->> 'partnerId', 'customerId', ticket.customer_id) as place
    from support_sessions as support
    join tickets as ticket on ticket.workspace_id = support.workspace_id and ticket.id = support.ticket_id
    where support.workspace_id = ${workspaceId}
      and (support.order_id = ${orderId}::uuid or support.chat_id = ${chatId}::uuid)
    order by support.id desc
    limit 1`)
}
