import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Something else than a ticket that a search names. */
export interface FoundThing {
  readonly id: string
  readonly title: string
  readonly detail: string
}

/** Customers that a word is the id, a contact or the name of, then those of the tickets found, as far as it names them. */
export function findNamedCustomers(
  tx: Tx,
  workspaceId: string,
  asked: { word: string; words: readonly string[]; ticketIds: readonly string[]; limit: number },
): Promise<FoundThing[]> {
  const { word, limit } = asked
  const begins = asked.words.map((one) => `%${one.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`)}%`)
  return tx.rows(sql<FoundThing>`
    with named as (
      select customer.id, 1 as place
      from customers as customer
      where customer.workspace_id = ${workspaceId} and customer.external_id = ${word}
      union all
      select customer.id, 2
      from customers as customer
      where customer.workspace_id = ${workspaceId} and customer.name = ${word}
      union all
      select contact.customer_id, 3
      from customer_contacts as contact
      where contact.workspace_id = ${workspaceId}
        and contact.kind in ('email', 'phone')
        and contact.value = ${word.toLowerCase()}
      union all
      select customer.id, 4
      from tickets as ticket
      join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
      where ticket.workspace_id = ${workspaceId}
        and ticket.id = any(${asked.ticketIds}::uuid[])
        and concat_ws(' ', customer.name, customer.external_id) ilike any(${begins}::text[]))
    select customer.id, coalesce(customer.name, customer.external_id) as title, customer.external_id as detail
    from (select named.id, min(named.place) as place from named group by named.id) as found
    join customers as customer on customer.workspace_id = ${workspaceId} and customer.id = found.id
    order by found.place, customer.id desc
    limit ${limit}`)
}

/** Orders that a word is the id of. */
export function findNamedOrders(tx: Tx, workspaceId: string, word: string): Promise<FoundThing[]> {
  return tx.rows(sql<FoundThing>`
    select orders.id, orders.external_id as title, concat_ws(' · ', orders.status, orders.store_id) as detail
    from orders
    where orders.workspace_id = ${workspaceId} and orders.external_id = ${word}`)
}

/** Open cases of the tickets found, and the case that a number names, with where they lie. */
export function findNamedCases(
  tx: Tx,
  workspaceId: string,
  asked: {
    number: number | null
    ticketIds: readonly string[]
    channels: readonly string[] | null
    queues: readonly string[] | null
    limit: number
  },
): Promise<FoundThing[]> {
  return tx.rows(sql<FoundThing>`
    select one.id, '#' || one.number as title, one.reason as detail
    from cases as one
    join tickets as ticket on ticket.workspace_id = one.workspace_id and ticket.id = one.ticket_id
    where one.workspace_id = ${workspaceId}
      and (one.number = ${asked.number}::bigint or one.id in (
        select member.case_id
        from case_tickets as member
        where member.workspace_id = ${workspaceId}
          and member.is_open
          and member.ticket_id = any(${asked.ticketIds}::uuid[])))
      and (${asked.queues}::text[] is null or one.queue = any(${asked.queues}::text[]))
      and (${asked.channels}::text[] is null or ticket.channel = any(${asked.channels}::text[]))
    order by one.number = ${asked.number}::bigint desc nulls last, one.id desc
    limit ${asked.limit}`)
}
