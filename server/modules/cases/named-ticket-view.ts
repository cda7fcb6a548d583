import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** One of the names a ticket goes by. */
export interface TicketName {
  readonly ticketId: string | null
  readonly ticketNumber: number | null
  readonly externalId: string | null
}

/** The tickets with this number or external id; open ones where there are such, and ten at most. */
export function findNamedTickets(
  tx: Tx,
  workspaceId: string,
  { ticketNumber, externalId }: Pick<TicketName, 'ticketNumber' | 'externalId'>,
): Promise<{ id: string; number: number }[]> {
  return tx.rows(sql<{ id: string; number: number }>`
    with named as (
      select ticket.id, ticket.number, ticket.status_category not in ('solved', 'closed') as is_open
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId}
        and (ticket.number = ${ticketNumber}::bigint or ticket.external_id = ${externalId}::text)
      order by ticket.id desc
      limit 10)
    select named.id, named.number
    from named
    where named.is_open or not exists (select from named as other where other.is_open)`)
}
