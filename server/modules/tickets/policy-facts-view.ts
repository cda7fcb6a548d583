import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type ConditionFacts, conditionFacts } from './condition-facts-view.ts'

/** What conditions of policies may ask about besides the ticket itself. */
export interface PolicyFacts extends ConditionFacts {
  readonly ticketId: string
}

/** The customers, the orders and the words of tickets, in no order. */
export function findPolicyFacts(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<PolicyFacts[]> {
  return tx.rows(sql<PolicyFacts>`
    select ticket.id as "ticketId", ${conditionFacts}
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
