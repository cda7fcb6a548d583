import { Type } from 'typebox'
import { type Customer, getCustomer, listCustomers, updateCustomer } from '../../modules/customers/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import {
  component,
  email,
  id,
  instant,
  instantText,
  language,
  listQuery,
  nullable,
  oneOf,
  pageOf,
  phone,
} from '../schemas.ts'

const cursor = defineCursor('customers', Type.String())

/** Who asks for help. */
export function customerRoutes(): Route[] {
  return [listRoute, getRoute, updateRoute]
}

const CustomerSchema = component('Customer', {
  id: id('customer'),
  version: Type.Integer(),
  externalId: Type.String(),
  name: nullable(Type.String()),
  language: nullable(Type.String()),
  tier: nullable(Type.String()),
  timezone: nullable(Type.String()),
  attributes: Type.Record(Type.String(), Type.Unknown()),
  contacts: Type.Array(
    Type.Object({ kind: oneOf(['email', 'phone']), value: Type.String(), verifiedAt: nullable(instant()) }),
  ),
  createdAt: instant(),
  updatedAt: instant(),
})

const exampleCustomer = {
  id: 'cust_01jqzv5k3mf8tbn2c4d6e7g9ha',
  version: 2,
  externalId: 'demo-customer-1024',
  name: 'Sofía Herrera',
  language: 'es',
  tier: 'gold',
  timezone: 'Europe/Madrid',
  attributes: {},
  contacts: [{ kind: 'email', value: 'sofia@example.com', verifiedAt: null }],
  createdAt: '2026-11-20T09:00:00.000Z',
  updatedAt: '2026-11-20T09:30:00.000Z',
} as const

function present(customer: Customer) {
  const { attributes, contacts, createdAt, updatedAt, ...rest } = customer
  return {
    ...rest,
    id: encodeId('customer', customer.id),
    attributes: { ...attributes },
    contacts: contacts.map(({ kind, value, verifiedAt }) => ({
      kind,
      value,
      verifiedAt: verifiedAt === null ? null : new Date(verifiedAt).toISOString(),
    })),
    createdAt: instantText(createdAt),
    updatedAt: instantText(updatedAt),
  }
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers',
  operationId: 'listCustomers',
  summary: 'List customers, newest first',
  description: '`q` finds by your own id, by name, or by a contact.',
  tag: 'customers',
  permission: 'customer:read',
  query: listQuery({ q: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) }),
  answers: { 200: pageOf('CustomerPage', CustomerSchema) },
  example: { query: { q: 'sofia@example.com' }, answer: { data: [exampleCustomer], page: { next: null } } },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const page = { q: query.q ?? null, before: cursor.read(query.after), limit: limit + 1 }
    const customers = await listCustomers(context, page)
    return pageFrom(customers, limit, { next: (last) => cursor.write(last.id), item: present })
  },
})

const params = Type.Object({ id: id('customer') })

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers/:id',
  operationId: 'getCustomer',
  summary: 'Read a customer',
  tag: 'customers',
  permission: 'customer:read',
  params,
  answers: { 200: CustomerSchema, 304: null },
  example: { params: { id: exampleCustomer.id }, answer: exampleCustomer },
  async handle({ context, params: { id: customerId }, request }) {
    const customer = await getCustomer(context, { customerId })
    if (customer === null) throw new AppError('not_found', 'There is no such customer.')
    return versionedAnswer(request.headers, present(customer))
  },
})

const told = (maxLength: number) => Type.Optional(nullable(Type.String({ minLength: 1, maxLength })))

const updateRoute = defineRoute({
  method: 'PATCH',
  url: '/v1/customers/:id',
  operationId: 'updateCustomer',
  summary: 'Change a customer',
  description: 'Only what is sent changes; null removes. Attributes are merged.',
  tag: 'customers',
  permission: 'customer:write',
  params,
  body: component('CustomerUpdate', {
    name: told(200),
    email: Type.Optional(nullable(email())),
    phone: Type.Optional(nullable(phone())),
    language: Type.Optional(nullable(language())),
    tier: told(50),
    timezone: told(64),
    attributes: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 50 })),
  }),
  answers: { 200: CustomerSchema },
  example: { params: { id: exampleCustomer.id }, body: { tier: 'gold' }, answer: exampleCustomer },
  async handle({ context, params: { id: customerId }, body, request }) {
    const version = expectedVersion(request.headers, encodeId('customer', customerId))
    const customer = await updateCustomer(context, { customerId, details: body, expectedVersion: version })
    if (customer === null) throw new AppError('not_found', 'There is no such customer.')
    return versionedAnswer({}, present(customer))
  },
})
