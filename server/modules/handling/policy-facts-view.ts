import type { CustomerOfRequest, OrderOfRequest } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** What conditions of policies may ask about besides the ticket itself. */
export interface PolicyFacts {
  readonly customer: CustomerOfRequest
  readonly order: OrderOfRequest | null
  /** What the customer said first. */
  readonly text: string | null
  /** Somebody has answered in public. */
  readonly isAnswered: boolean
}

/** The customer, the order and the words of a ticket; null when there is no such ticket. */
export function findPolicyFacts(tx: Tx, workspaceId: string, ticketId: string): Promise<PolicyFacts | null> {
  return tx.first(sql<PolicyFacts>`
    select jsonb_build_object('externalId', customer.external_id, 'language', customer.language, 'tier', customer.tier,
        'attributes', customer.attributes) as customer,
      case when orders.id is not null then jsonb_build_object('id', orders.external_id, 'storeId', orders.store_id,
        'region', orders.region, 'brand', orders.brand, 'status', orders.status, 'serviceMode', orders.service_mode,
        'placedAt', floor(extract(epoch from orders.placed_at) * 1000)) end as "order",
      (select first.body
        from messages as first
        where first.workspace_id = ticket.workspace_id and first.ticket_id = ticket.id and first.seq = 1
          and first.visibility = 'public') as text,
      exists (select
        from messages as reply
        where reply.workspace_id = ticket.workspace_id and reply.ticket_id = ticket.id and reply.visibility = 'public'
          and reply.author_kind not in ('customer', 'system')) as "isAnswered"
    from tickets as ticket
    join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
    left join orders on orders.workspace_id = ticket.workspace_id and orders.id = ticket.order_id
    where ticket.workspace_id = ${workspaceId} and ticket.id = ${ticketId}`)
}
