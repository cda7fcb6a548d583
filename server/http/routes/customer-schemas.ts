import { Type } from 'typebox'
import { contactKinds, type Customer } from '../../modules/customers/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { component, id, instant, instantText, nullable, oneOf } from '../schemas.ts'

export const CustomerSchema = component('Customer', {
  id: id('customer'),
  version: Type.Integer(),
  externalId: Type.String(),
  externalIds: Type.Array(Type.String(), {
    description: 'Every id you know it by, `externalId` first; those of customers merged into it are among them.',
  }),
  name: nullable(Type.String()),
  language: nullable(Type.String()),
  tier: nullable(Type.String()),
  timezone: nullable(Type.String()),
  attributes: Type.Record(Type.String(), Type.Unknown()),
  contacts: Type.Array(
    Type.Object({ kind: oneOf(contactKinds), value: Type.String(), verifiedAt: nullable(instant()) }),
  ),
  mergedInto: nullable(
    Type.Object(
      { id: id('customer'), externalId: Type.String(), at: instant() },
      { description: 'The customer it goes on as: what you send about this one lands there.' },
    ),
  ),
  erasedAt: nullable(instant()),
  createdAt: instant(),
  updatedAt: instant(),
})

export const exampleCustomer = {
  id: 'cust_01jqzv5k3mf8tbn2c4d6e7g9ha',
  version: 2,
  externalId: 'demo-customer-1024',
  externalIds: ['demo-customer-1024', 'crm-77'],
  name: 'Sofía Herrera',
  language: 'es',
  tier: 'gold',
  timezone: 'Europe/Madrid',
  attributes: {},
  contacts: [{ kind: 'email', value: 'sofia@example.com', verifiedAt: null }],
  mergedInto: null,
  erasedAt: null,
  createdAt: '2026-11-20T09:00:00.000Z',
  updatedAt: '2026-11-20T09:30:00.000Z',
} as const

/** A customer as the API writes it. */
export function presentCustomer(customer: Customer) {
  const { attributes, contacts, externalIds, mergedInto, erasedAt, createdAt, updatedAt, ...rest } = customer
  return {
    ...rest,
    id: encodeId('customer', customer.id),
    externalIds: [...externalIds],
    attributes: { ...attributes },
    contacts: contacts.map(({ kind, value, verifiedAt }) => ({ kind, value, verifiedAt: instantText(verifiedAt) })),
    mergedInto:
      mergedInto === null
        ? null
        : { ...mergedInto, id: encodeId('customer', mergedInto.id), at: instantText(mergedInto.at) },
    erasedAt: instantText(erasedAt),
    createdAt: instantText(createdAt),
    updatedAt: instantText(updatedAt),
  }
}
