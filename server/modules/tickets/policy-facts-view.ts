import type { CustomerOfRequest, OrderOfRequest } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** What conditions of policies may ask about besides the ticket itself. */
export interface PolicyFacts {
  readonly ticketId: string
  readonly customer: CustomerOfRequest
  readonly order: OrderOfRequest | null
  /** What the customer said first. */
  readonly text: string | null
}

/** The customers, the orders and the words of tickets, in no order. */
export function findPolicyFacts(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<PolicyFacts[]> {
  return tx.rows(sql<PolicyFacts>`
    select ticket.id as "ticketId",
      jsonb_build_object('externalId', customer.external_id, 'language', customer.language, 'tier', customer.tier,
        'attributes', customer.attributes) as customer,
      case when orders.id is not null then jsonb_build_object('id', orders.external_id, 'storeId', orders.store_id,
        'region', orders.region, 'brand', orders.brand, 'status', orders.status, 'serviceMode', orders.service_mode,
        'placedAt', floor(extract(epoch from orders.placed_at) * 1000)) end as "order",
      (select first.body
        from messages as first
        where first.workspace_id = ticket.workspace_id and first.ticket_id = ticket.id and first.seq = 1
          and first.visibility = 'public') as text
    from tickets as ticket
    join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
    left join orders on orders.workspace_id = ticket.workspace_id and orders.id = ticket.order_id
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[])`)
}

/** A page of the open tickets that came under no policy, in the order of their ids. */
export async function findUnpromised(
  tx: Tx,
  workspaceId: string,
  page: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ticket.sla_policy is null
      and ticket.status_category not in ('solved', 'closed')
      and (${page.after}::uuid is null or ticket.id > ${page.after}::uuid)
    order by ticket.id
    limit ${page.limit}`)
  return rows.map((row) => row.id)
}
