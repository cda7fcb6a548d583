import type { Fragment } from '../../database/fragment.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { CustomerDetails } from './customer.ts'
import { normaliseContact } from './customer.ts'

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

/** Changes the named details of one customer; null when it is not there. Gives version and place in its sequence. */
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
