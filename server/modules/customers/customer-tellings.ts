import type { Telling } from '../events/index.ts'
import type { Contact, Customer, CustomerChanges } from './customer.ts'

/** All that is told of a customer is blanked when it is erased: the log says only whether it was there. */
export const customerTellings: Readonly<Record<keyof CustomerChanges, Telling>> = {
  name: 'redacted',
  email: 'redacted',
  phone: 'redacted',
  language: 'redacted',
  tier: 'redacted',
  timezone: 'redacted',
  attributes: 'redacted',
  contacts: 'redacted',
  externalIds: 'redacted',
}

/** A customer by the names of what may be changed of it. */
export function detailsOf(customer: Customer): CustomerChanges {
  const of = (kind: Contact['kind']) => customer.contacts.find((contact) => contact.kind === kind)?.value ?? null
  return { ...customer, email: of('email'), phone: of('phone') }
}
