import type { Fragment } from '../../database/fragment.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type Contact, type CustomerDetails, normaliseContact } from './customer.ts'

export { constraintOf } from '../../database/failure.ts'

export interface NewCustomerRow {
  readonly place: number
  readonly id: string
  readonly external_id: string
  readonly name: string | null
  readonly language: string | null
  readonly tier: string | null
  readonly timezone: string | null
  readonly attributes: string
}

/** New customers of a gathered intake; the statement around it checks that all of them were really new. */
export const insertCustomers: Fragment<NewCustomerRow> = {
  name: 'new_customers',
  columns: {
    place: 'integer',
    id: 'uuid',
    external_id: 'text',
    name: 'text',
    language: 'text',
    tier: 'text',
    timezone: 'text',
    attributes: 'jsonb',
  },
  text: `
    insert into customers (workspace_id, id, external_id, name, language, tier, timezone, attributes, event_seq, created_at, updated_at)
    select {$workspace}, row.id, row.external_id, row.name, row.language, row.tier, row.timezone, row.attributes, 1, {$now}, {$now}
    from {rows}
    join fresh on fresh.place = row.place
    on conflict (workspace_id, external_id) do nothing
    returning customers.id`,
}

/** A new customer of whom nothing but its caller's id is known; false when somebody has that id. */
export async function insertCustomer(
  tx: Tx,
  workspaceId: string,
  { id, externalId, at }: { id: string; externalId: string; at: number },
): Promise<boolean> {
  const inserted = await tx.count(sql`
    insert into customers (workspace_id, id, external_id, event_seq, created_at, updated_at)
    values (${workspaceId}, ${id}, ${externalId}, 1, ${new Date(at)}, ${new Date(at)})
    on conflict (workspace_id, external_id) do nothing`)
  return inserted === 1
}

interface HeldCustomerRow {
  readonly id: string
}

/**
 * Holds the known customers of a gathered intake until it is committed. A customer that was merged or erased since it was
 * looked up is not among them; the statement around it checks that all are.
 */
export const holdCustomers: Fragment<HeldCustomerRow> = {
  name: 'held_customers',
  columns: { id: 'uuid' },
  text: `
    select customers.id
    from {rows}
    join customers on customers.workspace_id = {$workspace} and customers.id = row.id
    where customers.merged_into is null and customers.erased_at is null
    order by customers.id
    for key share of customers`,
}

export interface NewContactRow {
  readonly customer_id: string
  readonly kind: string
  readonly value: string
}

/** Contacts of new customers; depends on the customers of the same statement. */
export const insertContacts: Fragment<NewContactRow> = {
  name: 'new_contacts',
  columns: { customer_id: 'uuid', kind: 'text', value: 'text' },
  text: `
    insert into customer_contacts (workspace_id, customer_id, kind, value)
    select {$workspace}, row.customer_id, row.kind, row.value
    from {rows}
    join new_customers on new_customers.id = row.customer_id
    on conflict do nothing
    returning 1`,
}

/** Changes the named details of one customer; null when none of that id goes on. Gives version and place in its sequence. */
export async function saveDetails(
  tx: Tx,
  workspaceId: string,
  customerId: string,
  details: CustomerDetails,
): Promise<{ version: number; eventSeq: number } | null> {
  const set = (value: unknown, column: string) =>
    value === undefined ? sql`${sql.ref(column)}` : sql`${value === null ? null : value}`
  const saved = await tx.first<{ version: number; event_seq: number }>(sql`
    update customers
    set name = ${set(details.name, 'customers.name')},
      language = ${set(details.language, 'customers.language')},
      tier = ${set(details.tier, 'customers.tier')},
      timezone = ${set(details.timezone, 'customers.timezone')},
      attributes = customers.attributes || ${JSON.stringify(details.attributes ?? {})}::jsonb,
      version = customers.version + 1,
      event_seq = customers.event_seq + 1,
      updated_at = now()
    where customers.workspace_id = ${workspaceId} and customers.id = ${customerId}
      and customers.merged_into is null and customers.erased_at is null
    returning customers.version, customers.event_seq`)
  if (saved === null) return null
  for (const kind of ['email', 'phone'] as const) {
    const value = details[kind]
    if (value !== undefined) await saveContact(tx, workspaceId, customerId, { kind, value })
  }
  return { version: saved.version, eventSeq: saved.event_seq }
}

async function saveContact(
  tx: Tx,
  workspaceId: string,
  customerId: string,
  contact: { kind: 'email' | 'phone'; value: string | null },
): Promise<void> {
  if (contact.value === null) {
    await tx.count(sql`
      delete from customer_contacts
      where customer_contacts.workspace_id = ${workspaceId}
        and customer_contacts.customer_id = ${customerId}
        and customer_contacts.kind = ${contact.kind}`)
    return
  }
  await tx.count(sql`
    insert into customer_contacts (workspace_id, customer_id, kind, value)
    values (${workspaceId}, ${customerId}, ${contact.kind}, ${normaliseContact(contact.kind, contact.value)})
    on conflict do nothing`)
}

/** Holds customers until the transaction ends, by id: the order of all who hold several. Whoever refers to one waits. */
export async function lockCustomers(tx: Tx, workspaceId: string, customerIds: readonly string[]): Promise<void> {
  await tx.rows(sql`
    select customers.id
    from customers
    where customers.workspace_id = ${workspaceId} and customers.id = any(${customerIds}::uuid[])
    order by customers.id
    for update`)
}

/** Makes these all the contacts of a customer; those that stay keep when they were verified. */
export async function replaceContacts(
  tx: Tx,
  workspaceId: string,
  { customerId, contacts }: { customerId: string; contacts: readonly Pick<Contact, 'kind' | 'value'>[] },
): Promise<void> {
  const kinds = contacts.map(({ kind }) => kind)
  const values = contacts.map(({ kind, value }) => normaliseContact(kind, value))
  await tx.count(sql`
    delete from customer_contacts as contact
    where contact.workspace_id = ${workspaceId}
      and contact.customer_id = ${customerId}
      and (contact.kind, contact.value) not in (
        select wanted.kind, wanted.value
        from unnest(${kinds}::text[], ${values}::text[]) as wanted (kind, value))`)
  await tx.count(sql`
    insert into customer_contacts (workspace_id, customer_id, kind, value)
    select ${workspaceId}::uuid, ${customerId}::uuid, wanted.kind, wanted.value
    from unnest(${kinds}::text[], ${values}::text[]) as wanted (kind, value)
    on conflict do nothing`)
}

/** Lets further external ids of a customer go. */
export async function deleteAliases(
  tx: Tx,
  workspaceId: string,
  { customerId, externalIds }: { customerId: string; externalIds: readonly string[] },
): Promise<void> {
  await tx.count(sql`
    delete from customers
    where customers.workspace_id = ${workspaceId}
      and customers.merged_into = ${customerId}
      and customers.is_alias
      and customers.external_id = any(${externalIds}::text[])`)
}

/** Gives a customer further external ids: rows of their own, so that no id is ever two customers'. */
export async function insertAliases(
  tx: Tx,
  workspaceId: string,
  { customerId, externalIds }: { customerId: string; externalIds: readonly string[] },
): Promise<void> {
  await tx.count(sql`
    insert into customers (workspace_id, id, external_id, merged_into, is_alias)
    select ${workspaceId}::uuid, uuidv7(), wanted.external_id, ${customerId}::uuid, true
    from unnest(${externalIds}::text[]) as wanted (external_id)`)
}

/** Sets the external id a customer is shown by. */
export async function setExternalId(
  tx: Tx,
  workspaceId: string,
  { customerId, externalId }: { customerId: string; externalId: string },
): Promise<void> {
  await tx.count(sql`
    update customers
    set external_id = ${externalId}
    where customers.workspace_id = ${workspaceId} and customers.id = ${customerId}`)
}
