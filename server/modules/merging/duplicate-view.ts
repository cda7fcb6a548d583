import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Ticket } from '../tickets/index.ts'

/** An open ticket that may tell of the same thing as another one. */
export interface Candidate extends Pick<
  Ticket,
  'id' | 'number' | 'issueSummary' | 'status' | 'channel' | 'queue' | 'createdBy' | 'createdAt'
> {
  readonly orderId: string | null
}

/** The latest open tickets of a customer, but for one of them where one is named, newest first. */
export function findOpenOf(
  tx: Tx,
  workspaceId: string,
  { customerId, but, limit }: { customerId: string; but: string | null; limit: number },
): Promise<Candidate[]> {
  return tx.rows(sql<Candidate>`
    select ticket.id, ticket.number, ticket.issue_summary as "issueSummary", ticket.status, ticket.channel,
      ticket.queue, ticket.created_by as "createdBy", ticket.created_at as "createdAt", ticket.order_id as "orderId"
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ticket.customer_id = ${customerId}
      and ticket.status_category not in ('solved', 'closed')
      and ticket.id is distinct from ${but}::uuid
    order by ticket.id desc
    limit ${limit}`)
}
