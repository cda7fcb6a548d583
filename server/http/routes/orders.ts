import { Type } from 'typebox'
import {
  getOrder,
  listCustomerOrders,
  lookUpOrders,
  type Order,
  orderStatuses,
  saveOrder,
} from '../../modules/orders/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Context } from '../../platform/context.ts'
import { decodeId, encodeId } from '../../platform/ids.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { expectedVersions, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'

const cursor = defineCursor('customer-orders', Type.Object({ placedAt: Type.Integer(), id: Type.String() }))

/** Orders that tickets refer to. */
export function orderRoutes(): Route[] {
  return [getRoute, saveRoute, listRoute]
}

const whole = () => Type.Record(Type.String(), Type.Unknown())

const OrderAgentSchema = component(
  'OrderAgent',
  {
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    type: Type.Optional(Type.String({ minLength: 1, maxLength: 60, examples: ['doctor', 'driver', 'courier', 'bot'] })),
    person: Type.Optional(whole()),
    contact: Type.Optional(whole()),
    organization: Type.Optional(whole()),
    rating: Type.Optional(Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,4})?$' })),
  },
  { description: 'Who fulfils the order: a doctor, a driver, a courier, a bot. The objects are kept whole.' },
)

const OrderSchema = component('Order', {
  id: id('order'),
  version: Type.Integer(),
  externalId: Type.String(),
  providerId: nullable(Type.String({ description: 'What its provider calls it; null = the same.' })),
  storeId: nullable(Type.String()),
  brand: nullable(Type.String()),
  region: nullable(Type.String()),
  placedAt: instant(),
  status: oneOf(orderStatuses),
  serviceMode: nullable(Type.String()),
  customerId: nullable(id('customer')),
  items: Type.Array(Type.Unknown()),
  agent: nullable(OrderAgentSchema),
  rating: nullable(
    Type.Object(
      { average: Type.String(), count: Type.Integer() },
      { description: 'Of all its ratings (`POST /rating`).' },
    ),
  ),
})

const exampleOrder = {
  id: 'order_01jqzv5k3mf8tbn2c4d6e7g9ha',
  version: 1,
  externalId: 'ORD-500123',
  storeId: '42',
  brand: 'PLK',
  region: 'ES',
  placedAt: '2026-11-20T08:45:00.000Z',
  status: 'PREPARING',
  serviceMode: 'DELIVERY',
  customerId: null,
  items: [],
  providerId: 'DD-77120',
  rating: null,
  agent: { id: 'rider-9', type: 'driver', person: { name: 'Rui Costa' }, contact: { phone: '+34910000001' } },
} as const

function present(order: Order) {
  return {
    ...order,
    id: encodeId('order', order.id),
    placedAt: instantText(order.placedAt),
    // The table's rows are only written through the statuses of this module.
    status: order.status as (typeof orderStatuses)[number],
    customerId: order.customerId === null ? null : encodeId('customer', order.customerId),
    items: [...order.items],
    agent: order.agent,
  }
}

const params = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 200, description: 'Your own id, its provider’s, or an `order_` id.' }),
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/orders/:id',
  operationId: 'getOrder',
  summary: 'Read an order',
  tag: 'orders',
  permission: 'order:read',
  params,
  answers: { 200: OrderSchema, 304: null },
  example: { params: { id: 'ORD-500123' }, answer: exampleOrder },
  async handle({ context, params: { id: key }, request }) {
    const order = await getOrder(context, { id: key })
    if (order === null) throw new AppError('not_found', 'There is no such order.')
    return versionedAnswer(request.headers, present(order))
  },
})

const saveRoute = defineRoute({
  method: 'PUT',
  url: '/v1/orders/:id',
  operationId: 'saveOrder',
  summary: 'Register an order or bring it up to date',
  description:
    'The id in the path is your own; of an order there is, it may also be its provider’s or ours. What is left out is ' +
    'unset. A status never goes back: 409. `agent` is whoever fulfils it and may be told at any stage. `customerId` is ' +
    'your own id of the customer, who is made when there is none, or a `cust_` id.',
  tag: 'orders',
  permission: 'order:write',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) }),
  body: component('OrderSave', {
    storeId: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 50 }))),
    brand: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 60 }))),
    region: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 20 }))),
    placedAt: instant(),
    status: oneOf(orderStatuses),
    serviceMode: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 50 }))),
    providerId: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 200 }))),
    agent: Type.Optional(nullable(OrderAgentSchema)),
    customerId: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 200 }))),
    items: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 200 })),
  }),
  answers: { 200: OrderSchema },
  example: {
    params: { id: 'ORD-500123' },
    body: {
      storeId: '42',
      brand: 'PLK',
      region: 'ES',
      placedAt: '2026-11-20T08:45:00.000Z',
      status: 'PREPARING',
      agent: exampleOrder.agent,
    },
    answer: exampleOrder,
  },
  async handle({ context, params: { id: key }, body, request }) {
    const externalId = await externalIdOf(context, key)
    const { storeId = null, brand = null, region = null, serviceMode = null, customerId = null, items = [] } = body
    const { status, placedAt, providerId = null, agent = null } = body
    const own = { externalId, providerId, agent, customerId: null, customerKey: customerId }
    const told = { ...own, storeId, brand, region, serviceMode, items, status }
    const expected = expectedVersions(request.headers)
    const order = await saveOrder(context, { ...told, placedAt: Date.parse(placedAt) }, expected)
    return versionedAnswer({}, present(order))
  },
})

/** What the caller calls the order: itself, unless the key is another name of one that is there. */
async function externalIdOf(context: Context, key: string): Promise<string> {
  const present = (await lookUpOrders(context, [key])).get(key)
  if (present === undefined && decodeId('order', key) !== null)
    throw new AppError('not_found', 'There is no such order.')
  return present?.externalId ?? key
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers/:id/orders',
  operationId: 'listCustomerOrders',
  summary: 'List a customer’s orders, the latest first',
  tag: 'orders',
  permission: 'order:read',
  params: Type.Object({ id: id('customer') }),
  query: listQuery({}),
  answers: { 200: pageOf('OrderPage', OrderSchema) },
  example: {
    params: { id: 'cust_01jqzv5k3mf8tbn2c4d6e7g9ha' },
    answer: { data: [exampleOrder], page: { next: null } },
  },
  async handle({ context, params: { id: customerId }, query: { limit = 50, after } }) {
    const found = await listCustomerOrders(context, { customerId, before: cursor.read(after), limit: limit + 1 })
    return pageFrom(found, limit, {
      next: ({ placedAt, id: last }) => cursor.write({ placedAt, id: last }),
      item: present,
    })
  },
})
