import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

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
