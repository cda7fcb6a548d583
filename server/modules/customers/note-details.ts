import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { appendEvents, changedValuesOf } from '../events/index.ts'
import { type CustomerDetails, normaliseContact } from './customer.ts'
import { customerTellings } from './customer-tellings.ts'
import { saveDetails } from './customer-store.ts'
import type { KnownCustomer } from './customer-view.ts'
import { forgetCustomers } from './known-customers.ts'

/**
 * Brings a known customer up to date with what a request tells of it; writes nothing when nothing is new.
 * Whoever may raise a ticket for the customer may tell its name, so this asks for no more than that.
 */
export async function noteDetails(
  context: Context,
  input: { customer: KnownCustomer; details: CustomerDetails },
): Promise<void> {
  const { customer, details } = input
  const news = newsOf(customer, details)
  if (Object.keys(news).length === 0) return
  requirePermission(context, 'ticket:write')
  await context.transaction(async (tx) => {
    const saved = await saveDetails(tx, context.workspace.id, customer.id, news)
    if (saved === null) return
    const subject = { kind: 'customer', id: customer.id, seq: saved.eventSeq } as const
    const changed = Object.keys(news)
    const values = changedValuesOf(customerTellings, changed, knownDetails(customer), news)
    const data = { changed, ...(values.length > 0 && { values }) }
    await appendEvents(tx, context, [{ type: 'customer.updated', subject, ticketId: null, data }])
  })
  forgetCustomers(context, [customer.id])
}

/** What is known of a customer, by the names of what may be told of it. */
function knownDetails({ name, language, tier, contacts, attributes }: KnownCustomer) {
  const of = (kind: string) => contacts.find((contact) => contact.startsWith(`${kind}:`))
  return { name, language, tier, attributes, email: of('email'), phone: of('phone') }
}

function newsOf(customer: KnownCustomer, details: CustomerDetails): CustomerDetails {
  const news: Record<string, unknown> = {}
  for (const field of ['name', 'language', 'tier'] as const) {
    const told = details[field]
    if (told !== undefined && told !== null && told !== customer[field]) news[field] = told
  }
  for (const kind of ['email', 'phone'] as const) {
    const told = details[kind]
    if (told === undefined || told === null) continue
    if (!customer.contacts.includes(`${kind}:${normaliseContact(kind, told)}`)) news[kind] = told
  }
  const attributes = Object.entries(details.attributes ?? {}).filter(
    ([name, value]) => JSON.stringify(customer.attributes[name]) !== JSON.stringify(value),
  )
  if (attributes.length > 0) news['attributes'] = Object.fromEntries(attributes)
  return news as CustomerDetails
}
