import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Somebody who has an address. */
export interface CustomerOfAddress {
  readonly id: string
  readonly name: string | null
  readonly language: string | null
}

/** Every customer who has this address, whose last request is the newest first. */
export function findCustomersOf(tx: Tx, workspaceId: string, address: string): Promise<CustomerOfAddress[]> {
  return tx.rows(sql<CustomerOfAddress>`
    select customer.id, customer.name, customer.language
    from customers as customer
    where customer.workspace_id = ${workspaceId}
      and customer.merged_into is null
      and customer.erased_at is null
      and customer.id in (
        select case when named.merged_into is null then named.id else named.merged_into end
        from customer_contacts as contact
        join customers as named on named.workspace_id = contact.workspace_id and named.id = contact.customer_id
        where contact.workspace_id = ${workspaceId} and contact.kind = 'email' and contact.value = ${address})
    order by (
      select max(ticket.id::text)
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId} and ticket.customer_id = customer.id) desc nulls last, customer.id`)
}

/** Which requests are asked for: those that go on, those that have ended, or all. */
export type PortalState = 'open' | 'ended' | null

/** Ids of the requests of some customers, newest first; one that goes on in another of theirs is shown as that one. */
export async function listTicketsOf(
  tx: Tx,
  workspaceId: string,
  page: { customerIds: readonly string[]; state: PortalState; before: string | null; limit: number },
): Promise<string[]> {
  const { customerIds, state, before } = page
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ticket.customer_id = any(${customerIds}::uuid[])
      and (${state}::text is null
        or (${state}::text = 'ended') = (ticket.status_category in ('solved', 'closed')))
      and (${before}::uuid is null or ticket.id < ${before}::uuid)
      and not exists (
        select 1
        from ticket_merges as joined
        join tickets as target on target.workspace_id = joined.workspace_id and target.id = joined.target_id
        where joined.workspace_id = ticket.workspace_id
          and joined.source_id = ticket.id
          and joined.undone_at is null
          and target.customer_id = any(${customerIds}::uuid[]))
    order by ticket.id desc
    limit ${page.limit}`)
  return rows.map((row) => row.id)
}

/** A ticket and those merged into it, as far as they are these customers' own. */
export async function findMergedTogether(
  tx: Tx,
  workspaceId: string,
  { ticketId, customerIds }: { ticketId: string; customerIds: readonly string[] },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    with recursive together (id) as (
      select ${ticketId}::uuid
      union
      select joined.source_id
      from together
      join ticket_merges as joined
        on joined.workspace_id = ${workspaceId} and joined.target_id = together.id and joined.undone_at is null
    )
    select ticket.id
    from together
    join tickets as ticket on ticket.workspace_id = ${workspaceId} and ticket.id = together.id
    where ticket.customer_id = any(${customerIds}::uuid[])`)
  return rows.map((row) => row.id)
}

/** How a request was for its customer. */
export interface Rating {
  readonly ticketId: string
  readonly score: number
  readonly comment: string | null
  readonly ratedAt: number
}

/** What was said of these tickets by their customers. */
export function findRatings(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<Rating[]> {
  return tx.rows(sql<Rating>`
    select rating.ticket_id as "ticketId", rating.score, rating.comment, rating.rated_at as "ratedAt"
    from ticket_ratings as rating
    where rating.workspace_id = ${workspaceId} and rating.ticket_id = any(${ticketIds}::uuid[])`)
}
