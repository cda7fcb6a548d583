import { Type } from 'typebox'
import { getOrder, listCustomerOrders, type Order, orderStatuses, saveOrder } from '../../modules/orders/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { expectedVersions, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, nullable, oneOf } from '../schemas.ts'

/** Orders that tickets refer to. */
export function orderRoutes(): Route[] {
  return [getRoute, saveRoute, listRoute]
}

const OrderSchema = component('Order', {
  id: id('order'),
  version: Type.Integer(),
  externalId: Type.String(),
  storeId: nullable(Type.String()),
  brand: nullable(Type.String()),
  region: nullable(Type.String()),
  placedAt: instant(),
  status: oneOf(orderStatuses),
  serviceMode: nullable(Type.String()),
  customerId: nullable(id('customer')),
  items: Type.Array(Type.Unknown()),
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
  }
}

const params = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 200, description: 'Your own id or an `order_` id.' }),
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
  description: 'The id in the path is your own. A status never goes back.',
  tag: 'orders',
  permission: 'order:write',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) }),
  body: component('OrderSave', {
    storeId: Type.Optional(nullable(Type.String({ maxLength: 50 }))),
    brand: Type.Optional(nullable(Type.String({ maxLength: 50 }))),
    region: Type.Optional(nullable(Type.String({ maxLength: 20 }))),
    placedAt: instant(),
    status: oneOf(orderStatuses),
    serviceMode: Type.Optional(nullable(Type.String({ maxLength: 50 }))),
    customerId: Type.Optional(nullable(id('customer'))),
    items: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 200 })),
  }),
  answers: { 200: OrderSchema },
  example: {
    params: { id: 'ORD-500123' },
    body: { storeId: '42', brand: 'PLK', region: 'ES', placedAt: '2026-11-20T08:45:00.000Z', status: 'PREPARING' },
    answer: exampleOrder,
  },
  async handle({ context, params: { id: externalId }, body, request }) {
    const { storeId = null, brand = null, region = null, serviceMode = null, customerId = null, items = [] } = body
    const { status, placedAt } = body
    const told = { externalId, storeId, brand, region, serviceMode, customerId, items, status }
    const expected = expectedVersions(request.headers)
    const order = await saveOrder(context, { ...told, placedAt: Date.parse(placedAt) }, expected)
    return versionedAnswer({}, present(order))
  },
})

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers/:id/orders',
  operationId: 'listCustomerOrders',
  summary: 'List a customer’s orders, the latest first',
  tag: 'orders',
  permission: 'order:read',
  params: Type.Object({ id: id('customer') }),
  answers: { 200: component('OrderList', { data: Type.Array(OrderSchema) }) },
  example: { params: { id: 'cust_01jqzv5k3mf8tbn2c4d6e7g9ha' }, answer: { data: [exampleOrder] } },
  async handle({ context, params: { id: customerId } }) {
    return { data: (await listCustomerOrders(context, { customerId })).map(present) }
  },
})
