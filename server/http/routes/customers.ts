import { Type } from 'typebox'
import { contactKinds, getCustomer, listCustomers, updateCustomer } from '../../modules/customers/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, email, id, language, listQuery, nullable, oneOf, pageOf, phone } from '../schemas.ts'
import { CustomerSchema, exampleCustomer, presentCustomer } from './customer-schemas.ts'

const cursor = defineCursor('customers', Type.String())

/** Who asks for help. */
export function customerRoutes(): Route[] {
  return [listRoute, getRoute, updateRoute]
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers',
  operationId: 'listCustomers',
  summary: 'List customers, newest first',
  description:
    '`q` finds by any id of yours, by part of the name, or by a contact however it is written. Customers that were merged ' +
    'into another one, or erased, are not shown.',
  tag: 'customers',
  permission: 'customer:read',
  query: listQuery({
    q: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    tier: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
    language: Type.Optional(language()),
  }),
  answers: { 200: pageOf('CustomerPage', CustomerSchema) },
  example: { query: { q: 'sofia@example.com' }, answer: { data: [exampleCustomer], page: { next: null } } },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const { q = null, tier = null, language: spoken = null } = query
    const page = { q, tier, language: spoken, before: cursor.read(query.after), limit: limit + 1 }
    const customers = await listCustomers(context, page)
    return pageFrom(customers, limit, { next: (last) => cursor.write(last.id), item: presentCustomer })
  },
})

const params = Type.Object({ id: id('customer') })

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers/:id',
  operationId: 'getCustomer',
  summary: 'Read a customer',
  description:
    'One that was merged says in `mergedInto` who it goes on as; one that was erased holds nothing but its id.',
  tag: 'customers',
  permission: 'customer:read',
  params,
  answers: { 200: CustomerSchema, 304: null },
  example: { params: { id: exampleCustomer.id }, answer: exampleCustomer },
  async handle({ context, params: { id: customerId }, request }) {
    const customer = await getCustomer(context, { customerId })
    if (customer === null) throw new AppError('not_found', 'There is no such customer.')
    return versionedAnswer(request.headers, presentCustomer(customer))
  },
})

const told = (maxLength: number) => Type.Optional(nullable(Type.String({ minLength: 1, maxLength })))

const updateRoute = defineRoute({
  method: 'PATCH',
  url: '/v1/customers/:id',
  operationId: 'updateCustomer',
  summary: 'Change a customer',
  description:
    'Only what is sent changes; null removes. Attributes are merged; `contacts` and `externalIds` are whole lists, which ' +
    'replace those there are. The first external id becomes `externalId`; one of another customer is refused with 409.',
  tag: 'customers',
  permission: 'customer:write',
  params,
  body: component('CustomerUpdate', {
    name: told(200),
    email: Type.Optional(nullable(email())),
    phone: Type.Optional(nullable(phone())),
    contacts: Type.Optional(
      Type.Array(Type.Object({ kind: oneOf(contactKinds), value: Type.String({ minLength: 3, maxLength: 320 }) }), {
        maxItems: 20,
      }),
    ),
    externalIds: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 20 }),
    ),
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
    return versionedAnswer({}, presentCustomer(customer))
  },
})
