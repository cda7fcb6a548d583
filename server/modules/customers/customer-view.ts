import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type Customer, normaliseContact } from './customer.ts'

const columns = sql`
  customer.id,
  customer.external_id as "externalId",
  array_prepend(customer.external_id, array(
    select other.external_id
    from customers as other
    where other.workspace_id = customer.workspace_id and other.merged_into = customer.id
    order by other.external_id)) as "externalIds",
  customer.name,
  customer.language,
  customer.tier,
  customer.timezone,
  customer.attributes,
  customer.erased_at as "erasedAt",
  customer.version,
  customer.created_at as "createdAt",
  customer.updated_at as "updatedAt",
  coalesce((
    select jsonb_agg(jsonb_build_object('kind', contact.kind, 'value', contact.value,
      'verifiedAt', floor(extract(epoch from contact.verified_at) * 1000)) order by contact.kind, contact.value)
    from customer_contacts as contact
    where contact.workspace_id = customer.workspace_id and contact.customer_id = customer.id), '[]') as contacts,
  (select jsonb_build_object('id', target.id, 'externalId', target.external_id,
      'at', floor(extract(epoch from coalesce(joined.merged_at, customer.updated_at)) * 1000))
    from customers as target
    left join customer_merges as joined on joined.workspace_id = customer.workspace_id
      and joined.source_id = customer.id and joined.undone_at is null
    where target.workspace_id = customer.workspace_id and target.id = customer.merged_into) as "mergedInto"`

/** One customer by our id, or null; what stands for a further id only is none. */
export function findCustomer(tx: Tx, workspaceId: string, customerId: string): Promise<Customer | null> {
  return tx.first<Customer>(sql`
    select ${columns}
    from customers as customer
    where customer.workspace_id = ${workspaceId} and customer.id = ${customerId} and not customer.is_alias`)
}

export interface CustomerFilter {
  /** Matches the name in part, any id of the customer's, or a contact however it is written. */
  readonly q: string | null
  readonly tier: string | null
  readonly language: string | null
}

/** A page of customers, newest first; `before` is the last id of the page before. Merged and erased ones are not shown. */
export function listCustomerPage(
  tx: Tx,
  workspaceId: string,
  page: CustomerFilter & { before: string | null; limit: number },
): Promise<Customer[]> {
  return tx.rows<Customer>(sql`
    select ${columns}
    from customers as customer
    where customer.workspace_id = ${workspaceId}
      and customer.merged_into is null
      and customer.erased_at is null
      and ${page.q === null ? sql`true` : matches(page.q)}
      and (${page.tier}::text is null or customer.tier = ${page.tier})
      and (${page.language}::text is null or customer.language = ${page.language})
      and (${page.before}::uuid is null or customer.id < ${page.before}::uuid)
    order by customer.id desc
    limit ${page.limit}`)
}

function matches(q: string) {
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(customer.name ilike ${pattern}
    or customer.id in (
      select coalesce(named.merged_into, named.id)
      from customers as named
      where named.workspace_id = customer.workspace_id and named.external_id = ${q})
    or exists (
      select 1
      from customer_contacts as contact
      where contact.workspace_id = customer.workspace_id
        and contact.customer_id = customer.id
        and (contact.kind = 'email' and contact.value = ${normaliseContact('email', q)}
          or contact.kind = 'phone' and contact.value = nullif(${normaliseContact('phone', q)}, ''))))`
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

/** A known customer and by what it was asked for. */
export interface FoundCustomer extends KnownCustomer {
  readonly namedId: string
  readonly namedExternalId: string
}

/**
 * Known customers among these keys, each the one that goes on; unknown and erased ones are not in the answer. Written so
 * that the planner can only go from who is named to who goes on, by key, whatever it believes of the table's size.
 */
export function findKnownCustomers(
  tx: Tx,
  workspaceId: string,
  keys: { externalIds: readonly string[]; ids: readonly string[] },
): Promise<FoundCustomer[]> {
  return tx.rows<FoundCustomer>(sql`
    select named.id as "namedId", named.external_id as "namedExternalId", customer.id,
      customer.external_id as "externalId", customer.name, customer.language, customer.tier, customer.attributes, array(
        select contact.kind || ':' || contact.value
        from customer_contacts as contact
        where contact.workspace_id = customer.workspace_id and contact.customer_id = customer.id) as contacts
    from customers as named
    cross join lateral (
      select one.*
      from customers as one
      where one.workspace_id = named.workspace_id and one.id = case when named.merged_into is null then named.id else named.merged_into end
      limit 1) as customer
    where named.workspace_id = ${workspaceId}
      and (named.external_id = any(${keys.externalIds}::text[]) or named.id = any(${keys.ids}::uuid[]))
      and customer.erased_at is null`)
}

/** Which customer goes on for this one: itself, or whom it was merged into. Null when there is none. */
export async function findSurvivor(tx: Tx, workspaceId: string, customerId: string): Promise<string | null> {
  const row = await tx.first(sql<{ id: string }>`
    select coalesce(customer.merged_into, customer.id) as id
    from customers as customer
    where customer.workspace_id = ${workspaceId} and customer.id = ${customerId} and not customer.is_alias`)
  return row?.id ?? null
}

/** Every row that is this customer: itself, its further ids, and those merged into it. */
export async function findMembers(tx: Tx, workspaceId: string, customerId: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select customer.id
    from customers as customer
    where customer.workspace_id = ${workspaceId}
      and (customer.id = ${customerId} or customer.merged_into = ${customerId})
    order by customer.id`)
  return rows.map((row) => row.id)
}

/** Who has these external ids, by id. */
export async function findHolders(
  tx: Tx,
  workspaceId: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, { id: string; customerId: string; isAlias: boolean }>> {
  const rows = await tx.rows(sql<{ externalId: string; id: string; customerId: string; isAlias: boolean }>`
    select named.external_id as "externalId", named.id, coalesce(named.merged_into, named.id) as "customerId",
      named.is_alias as "isAlias"
    from customers as named
    where named.workspace_id = ${workspaceId} and named.external_id = any(${externalIds}::text[])`)
  return new Map(rows.map(({ externalId, ...holder }) => [externalId, holder]))
}

/** Holds the customer that goes on for this one against being merged or erased; null when there is none. */
export async function holdSurvivor(tx: Tx, workspaceId: string, customerId: string): Promise<string | null> {
  const row = await tx.first(sql<{ mergedInto: string | null; isErased: boolean }>`
    select customer.merged_into as "mergedInto", customer.erased_at is not null as "isErased"
    from customers as customer
    where customer.workspace_id = ${workspaceId} and customer.id = ${customerId}
    for key share`)
  if (row === null || row.isErased) return null
  return row.mergedInto === null ? customerId : holdSurvivor(tx, workspaceId, row.mergedInto)
}
