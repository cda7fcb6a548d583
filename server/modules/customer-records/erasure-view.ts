import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { provenReceipt } from './proven-receipt-view.ts'
import type { Receipt } from './receipt.ts'

const receipt = provenReceipt(sql`erasure`)

/** The receipt of a customer's erasure, whichever of its ids it is asked for by; null when it was not erased. */
export async function findReceipt(tx: Tx, workspaceId: string, customerId: string): Promise<Receipt | null> {
  const row = await tx.first(sql<{ receipt: Receipt }>`
    select ${receipt}
    from (
      select coalesce((
        select customer.merged_into
        from customers as customer
        where customer.workspace_id = ${workspaceId} and customer.id = ${customerId}), ${customerId}::uuid) as id
    ) as asked
    join customer_erasures as erasure on erasure.workspace_id = ${workspaceId} and erasure.customer_id = asked.id`)
  return row?.receipt ?? null
}

/** A page of receipts, the latest first. */
export async function listReceiptPage(
  tx: Tx,
  workspaceId: string,
  page: { before: { at: string; id: string } | null; limit: number },
): Promise<{ receipt: Receipt; customerId: string }[]> {
  const { before } = page
  return tx.rows(sql<{ receipt: Receipt; customerId: string }>`
    select ${receipt}, erasure.customer_id as "customerId"
    from customer_erasures as erasure
    where erasure.workspace_id = ${workspaceId}
      and (${before === null} or (erasure.erased_at, erasure.customer_id) <
        (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by erasure.erased_at desc, erasure.customer_id desc
    limit ${page.limit}`)
}

/** What stands in the way of an erasure: tickets that go on, cases under way, calls that live. */
export interface OpenWork {
  readonly ticketIds: readonly string[]
  readonly caseNumbers: readonly number[]
  readonly liveCalls: number
}

export async function findOpenWork(tx: Tx, workspaceId: string, customerIds: readonly string[]): Promise<OpenWork> {
  const row = await tx.first(sql<OpenWork>`
    with own as (
      select ticket.id, ticket.status_category
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId} and ticket.customer_id = any(${customerIds}::uuid[]))
    select
      array(
        select own.id
        from own
        where own.status_category not in ('solved', 'closed') or exists (
          select 1
          from tasks as task
          where task.workspace_id = ${workspaceId} and task.ticket_id = own.id
            and task.case_id is null and task.state not in ('done', 'cancelled', 'abandoned'))
        order by own.id) as "ticketIds",
      array(
        select one.number::float8
        from cases as one
        join own on own.id = one.ticket_id
        where one.workspace_id = ${workspaceId} and one.status <> 'closed'
        order by one.number) as "caseNumbers",
      (select count(*)::integer
        from calls as call
        join own on own.id = call.ticket_id
        where call.workspace_id = ${workspaceId} and call.ended_at is null) as "liveCalls"`)
  return row ?? { ticketIds: [], caseNumbers: [], liveCalls: 0 }
}

/** Everything that belongs to a customer, by id; `caseIds` are those opened for its tickets. */
export interface OwnThings {
  readonly ticketIds: readonly string[]
  readonly caseIds: readonly string[]
  /** Cases of somebody else that one of its tickets was linked to. */
  readonly otherCases: number
  readonly evidenceIds: readonly string[]
  readonly events: number
}

export async function findOwnThings(tx: Tx, workspaceId: string, customerIds: readonly string[]): Promise<OwnThings> {
  const row = await tx.first(sql<OwnThings>`
    with own as (
      select ticket.id
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId} and ticket.customer_id = any(${customerIds}::uuid[]))
    select
      array(select own.id from own order by own.id) as "ticketIds",
      array(
        select one.id
        from cases as one
        join own on own.id = one.ticket_id
        where one.workspace_id = ${workspaceId}) as "caseIds",
      (select count(distinct member.case_id)::integer
        from case_tickets as member
        join own on own.id = member.ticket_id
        join cases as one on one.workspace_id = member.workspace_id and one.id = member.case_id
        where member.workspace_id = ${workspaceId} and one.ticket_id not in (select own.id from own)) as "otherCases",
      array(
        select piece.id
        from case_evidence as piece
        join cases as one on one.workspace_id = piece.workspace_id and one.id = piece.case_id
        join own on own.id = one.ticket_id
        where piece.workspace_id = ${workspaceId}) as "evidenceIds",
      (select count(*)::integer
        from events as event
        where event.workspace_id = ${workspaceId} and event.ticket_id in (select own.id from own)) as events`)
  if (row === null) throw new Error('A statement without a condition gave no row.')
  return row
}

/** What somebody might have searched for these customers by: names, addresses, and the ids that others know them by. */
export async function findOwnNames(
  tx: Tx,
  workspaceId: string,
  { customerIds, ticketIds }: { customerIds: readonly string[]; ticketIds: readonly string[] },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ name: string }>`
    select unnest(array_remove(array[customer.external_id, customer.name], null)) as name
    from customers as customer
    where customer.workspace_id = ${workspaceId} and customer.id = any(${customerIds}::uuid[])
    union
    select unnest(array[contact.value, ltrim(contact.value, '+')])
    from customer_contacts as contact
    where contact.workspace_id = ${workspaceId} and contact.customer_id = any(${customerIds}::uuid[])
    union
    select ticket.external_id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[]) and ticket.external_id is not null
    union
    select orders.external_id
    from orders
    where orders.workspace_id = ${workspaceId} and orders.customer_id = any(${customerIds}::uuid[])`)
  // The longest first: an address goes whole before the id that is a part of it.
  return rows.map(({ name }) => name).toSorted((one, other) => other.length - one.length)
}
