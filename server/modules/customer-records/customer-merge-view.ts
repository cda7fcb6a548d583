import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { CustomerMerge } from './customer-merge.ts'

/** The merge by which a customer goes on as another one, or null. */
export function findCustomerMerge(tx: Tx, workspaceId: string, sourceId: string): Promise<CustomerMerge | null> {
  return tx.first(sql<CustomerMerge>`
    select merge.id, merge.source_id as "sourceId", merge.target_id as "targetId", merge.reason,
      merge.ticket_ids as "ticketIds", merge.order_ids as "orderIds", merge.token_ids as "tokenIds",
      merge.member_ids as "memberIds", merge.filled, merge.filled_attributes as "filledAttributes",
      merge.merged_at as "mergedAt"
    from customer_merges as merge
    where merge.workspace_id = ${workspaceId} and merge.source_id = ${sourceId} and merge.undone_at is null`)
}

/** How much there is of a customer that would follow it into another one. */
export interface CustomerHoldings {
  readonly tickets: number
  readonly openTickets: number
  readonly calls: number
  readonly cases: number
  readonly orders: number
  readonly tokens: number
}

export async function countHoldings(tx: Tx, workspaceId: string, customerId: string): Promise<CustomerHoldings> {
  const row = await tx.first(sql<CustomerHoldings>`
    with own as (
      select ticket.id, ticket.status_category
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId} and ticket.customer_id = ${customerId})
    select
      (select count(*)::integer from own) as tickets,
      (select count(*)::integer from own where own.status_category not in ('solved', 'closed')) as "openTickets",
      (select count(*)::integer from calls as call join own on own.id = call.ticket_id
        where call.workspace_id = ${workspaceId}) as calls,
      (select count(distinct member.case_id)::integer from case_tickets as member join own on own.id = member.ticket_id
        where member.workspace_id = ${workspaceId}) as cases,
      (select count(*)::integer from orders
        where orders.workspace_id = ${workspaceId} and orders.customer_id = ${customerId}) as orders,
      (select count(*)::integer from service_tokens as token
        where token.workspace_id = ${workspaceId} and token.customer_id = ${customerId} and token.revoked_at is null)
        as tokens`)
  return row ?? { tickets: 0, openTickets: 0, calls: 0, cases: 0, orders: 0, tokens: 0 }
}
