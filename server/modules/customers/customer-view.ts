import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Contact, Customer } from './customer.ts'

interface CustomerRow extends Omit<Customer, 'contacts'> {
  readonly contacts: readonly Contact[]
}

const columns = sql`
  customer.id,
  customer.external_id as "externalId",
  customer.name,
  customer.language,
  customer.tier,
  customer.timezone,
  customer.attributes,
  customer.version,
  customer.created_at as "createdAt",
  customer.updated_at as "updatedAt",
  coalesce((
    select jsonb_agg(jsonb_build_object('kind', contact.kind, 'value', contact.value, 'verifiedAt', contact.verified_at)
      order by contact.kind, contact.value)
    from customer_contacts as contact
    where contact.workspace_id = customer.workspace_id and contact.customer_id = customer.id), '[]') as contacts`

/** One customer by our id, or null. */
export function findCustomer(tx: Tx, workspaceId: string, customerId: string): Promise<Customer | null> {
  return tx.first<CustomerRow>(sql`
    select ${columns}
    from customers as customer
    where customer.workspace_id = ${workspaceId} and customer.id = ${customerId}`)
}

/** A page of customers, newest first; `before` is the last id of the page before. `q` matches name, id or contact. */
export function listCustomerPage(
  tx: Tx,
  workspaceId: string,
  page: { q: string | null; before: string | null; limit: number },
): Promise<Customer[]> {
  const matches =
    page.q === null
      ? sql`true`
      : sql`(customer.external_id = ${page.q} or customer.name ilike ${`%${page.q}%`} or exists (
          select 1
          from customer_contacts as contact
          where contact.workspace_id = customer.workspace_id
            and contact.customer_id = customer.id
            and contact.value = ${page.q.toLowerCase()}))`
  return tx.rows<CustomerRow>(sql`
    select ${columns}
    from customers as customer
    where customer.workspace_id = ${workspaceId}
      and ${matches}
      and (${page.before}::uuid is null or customer.id < ${page.before}::uuid)
    order by customer.id desc
    limit ${page.limit}`)
}

/** What intake needs of known customers, found by our id or by the caller's. */
export interface KnownCustomer {
  readonly id: string
  readonly externalId: string
  readonly name: string | null
  readonly language: string | null
  readonly tier: string | null
  readonly attributes: Readonly<Record<string, unknown>>
  /** As `kind:normalised value`. */
  readonly contacts: readonly string[]
}

/** Known customers among these keys; unknown keys are simply not in the answer. */
export function findKnownCustomers(
  tx: Tx,
  workspaceId: string,
  keys: { externalIds: readonly string[]; ids: readonly string[] },
): Promise<KnownCustomer[]> {
  return tx.rows<KnownCustomer>(sql`
    select customer.id, customer.external_id as "externalId", customer.name, customer.language, customer.tier,
      customer.attributes, array(
        select contact.kind || ':' || contact.value
        from customer_contacts as contact
        where contact.workspace_id = customer.workspace_id and contact.customer_id = customer.id) as contacts
    from customers as customer
    where customer.workspace_id = ${workspaceId}
      and (customer.external_id = any(${keys.externalIds}::text[]) or customer.id = any(${keys.ids}::uuid[]))`)
}
