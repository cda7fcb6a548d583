import { Type } from 'typebox'
import {
  attemptErrorClasses,
  attemptTriggers,
  deliveryKinds,
  deliveryStates,
  getDelivery,
  listAllDeliveries,
  listDeliveries,
  listFailingOrigins,
  presentDelivery,
  presentDeliveryDetail,
  presentOrigin,
  replayCallbacks,
  replayDelivery,
} from '../../modules/deliveries/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'

const attemptSchema = component('DeliveryAttempt', {
  id: id('attempt'),
  number: Type.Integer(),
  trigger: oneOf(attemptTriggers, {
    description: '`manual`: replayed by hand. `recover`: replayed with a span. `test`: a test event.',
  }),
  startedAt: instant(),
  durationMs: Type.Integer(),
  status: nullable(Type.Integer({ description: 'Of the receiver’s answer; null when none came.' })),
  errorClass: nullable(
    oneOf(attemptErrorClasses, {
      description: '`refused` also stands for an address that callbacks may not go to.',
    }),
  ),
  address: nullable(Type.String({ description: 'The address that was connected to.' })),
  requestHeaders: nullable(
    Type.Record(Type.String(), Type.String(), { description: 'As sent; signatures are shortened.' }),
  ),
  responseHeaders: nullable(
    Type.Record(Type.String(), Type.String(), {
      description: 'Of the answer: the first 24, shortened, without cookies.',
    }),
  ),
  response: nullable(Type.String({ description: 'The beginning of the answer’s body, at most 16 KiB.' })),
  nextAttemptAt: nullable(instant()),
})

const fields = {
  id: id('delivery'),
  ticketId: nullable(id('ticket')),
  webhookId: nullable(id('webhook', { description: 'The subscription it belongs to; null for callbacks and offers.' })),
  eventId: id('event', { description: 'The `webhook-id` of every attempt.' }),
  sequence: Type.Integer({ description: 'Place among the events of the ticket; callbacks arrive in this order.' }),
  type: Type.String(),
  url: Type.String(),
  state: oneOf(deliveryStates, {
    description:
      '`dead`: given up after the last attempt. `cancelled`: the receiver answered 410, the offer it was to tell of had ended, or its subscription was disabled. `quarantined`: it failed three times before it could be sent.',
  }),
  nextAttemptAt: nullable(instant()),
  createdAt: instant(),
  endedAt: nullable(instant()),
  attempts: Type.Array(attemptSchema),
}

export const deliverySchema = component('Delivery', fields)

export const deliveryPage = pageOf('DeliveryPage', deliverySchema)

export const deliveryDetailSchema = component('DeliveryDetail', {
  ...fields,
  body: nullable(
    Type.String({ description: 'The text of every attempt; null without `ticket:read` where a ticket is in it.' }),
  ),
})

const cursor = defineCursor('deliveries', Type.Object({ sequence: Type.Integer(), id: Type.String() }))

/** Deliveries with their attempts, of a ticket and of the workspace, and sending them again. */
export function deliveryRoutes(): Route[] {
  return [listRoute, listAllRoute, getRoute, replayRoute, replayAllRoute, originsRoute]
}

export const exampleDelivery = {
  id: 'dlv_01jqzv5k3mf8tbn2c4d6e7g9ha',
  ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  webhookId: null,
  eventId: 'evt_01jqzv5k3mf8tbn2c4d6e7g9ha',
  sequence: 2,
  type: 'ticket.updated',
  url: 'https://crm.example.com/hooks/tickets',
  state: 'delivered' as const,
  nextAttemptAt: null,
  createdAt: '2026-11-20T09:00:00.000Z',
  endedAt: '2026-11-20T09:00:00.120Z',
  attempts: [
    {
      id: 'att_01jqzv5k3mf8tbn2c4d6e7g9ha',
      number: 1,
      trigger: 'auto' as const,
      startedAt: '2026-11-20T09:00:00.080Z',
      durationMs: 35,
      status: 204,
      errorClass: null,
      address: '198.51.100.7',
      requestHeaders: { 'content-type': 'application/json', 'webhook-id': 'evt_01jqzv5k3mf8tbn2c4d6e7g9ha' },
      responseHeaders: { date: 'Fri, 20 Nov 2026 09:00:00 GMT' },
      response: '',
      nextAttemptAt: null,
    },
  ],
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/deliveries',
  operationId: 'listTicketDeliveries',
  summary: 'List a ticket’s callbacks',
  description: 'Newest first, each with all its attempts of the last 30 days.',
  tag: 'webhooks',
  permission: 'delivery:read',
  params: Type.Object({ id: id('ticket') }),
  query: listQuery({}),
  answers: { 200: deliveryPage },
  example: { params: { id: exampleDelivery.ticketId }, answer: { data: [exampleDelivery], page: { next: null } } },
  async handle({ context, params, query }) {
    const limit = query.limit ?? 50
    const before = cursor.read(query.after)
    const page = await listDeliveries(context, { ticketId: params.id, before, limit: limit + 1 })
    if (page === null) throw new AppError('not_found', 'There is no such ticket.')
    return pageFrom(page, limit, {
      next: (last) => cursor.write({ sequence: last.sequence, id: last.id }),
      item: presentDelivery,
    })
  },
})

const allCursor = defineCursor('all-deliveries', Type.String())

const listAllRoute = defineRoute({
  method: 'GET',
  url: '/v1/deliveries',
  operationId: 'listDeliveries',
  summary: 'List deliveries',
  description: 'Of subscriptions, callbacks and offers within your scope, newest first, with their attempts.',
  tag: 'webhooks',
  permission: 'delivery:read',
  query: listQuery({
    webhookId: Type.Optional(id('webhook')),
    ticketId: Type.Optional(id('ticket')),
    state: Type.Optional(oneOf(deliveryStates)),
    type: Type.Optional(Type.String({ minLength: 1, maxLength: 100, examples: ['ticket.created'] })),
    kind: Type.Optional(
      oneOf(deliveryKinds, { description: 'Of subscriptions, callbacks of tickets, or offers to agents’ endpoints.' }),
    ),
  }),
  answers: { 200: pageOf('AllDeliveriesPage', deliverySchema) },
  example: { query: { state: 'delivered' }, answer: { data: [exampleDelivery], page: { next: null } } },
  async handle({ context, query: { after, limit = 50, ...filter } }) {
    const page = await listAllDeliveries(context, { filter, before: allCursor.read(after), limit: limit + 1 })
    return pageFrom(page, limit, { next: (last) => allCursor.write(last.id), item: presentDelivery })
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/deliveries/:id',
  operationId: 'getDelivery',
  summary: 'Read a delivery',
  description: 'With the text that was sent and every attempt of the last 30 days.',
  tag: 'webhooks',
  permission: 'delivery:read',
  params: Type.Object({ id: id('delivery') }),
  answers: { 200: deliveryDetailSchema },
  example: {
    params: { id: exampleDelivery.id },
    answer: { ...exampleDelivery, body: '{"type":"ticket.updated","sequence":2}' },
  },
  async handle({ context, params }) {
    return presentDeliveryDetail(found(await getDelivery(context, { deliveryId: params.id })))
  },
})

const replayRoute = defineRoute({
  method: 'POST',
  url: '/v1/deliveries/:id/replay',
  operationId: 'replayDelivery',
  summary: 'Send a delivery again',
  description:
    'Same `webhook-id` and body. One that has ended gets one more attempt; one that waits for its next attempt makes it now. A callback takes `ticket:write`, what a subscription was told `webhook:write`.',
  tag: 'webhooks',
  permission: 'delivery:read',
  params: Type.Object({ id: id('delivery') }),
  answers: { 202: deliverySchema },
  example: {
    params: { id: exampleDelivery.id },
    answer: { ...exampleDelivery, state: 'pending', nextAttemptAt: '2026-11-20T10:00:00.000Z', endedAt: null },
  },
  async handle({ context, params }) {
    return presentDelivery(found(await replayDelivery(context, { deliveryId: params.id })))
  },
})

const replayAllRoute = defineRoute({
  method: 'POST',
  url: '/v1/deliveries/replay',
  operationId: 'replayCallbacks',
  summary: 'Send the callbacks of a span again that were given up',
  description:
    'Of tickets in your scope, made from `from` until before `to` (now): each begins its attempts anew with the same `webhook-id` and body. What was delivered, still waits, or was declined by 410 stays. At most 14 days back and 10,000 callbacks.',
  tag: 'webhooks',
  permission: 'delivery:read',
  body: component('CallbackReplay', {
    from: instant(),
    to: Type.Optional(instant()),
    ticketId: Type.Optional(id('ticket')),
  }),
  answers: { 202: component('CallbackReplayed', { queued: Type.Integer({ description: 'Callbacks to be sent.' }) }) },
  example: { body: { from: '2026-11-20T09:00:00.000Z' }, answer: { queued: 3 } },
  async handle({ context, body: { from, to, ticketId = null } }) {
    const span = { from: Date.parse(from), to: to === undefined ? null : Date.parse(to) }
    return { queued: await replayCallbacks(context, { ...span, ticketId }) }
  },
})

const originsRoute = defineRoute({
  method: 'GET',
  url: '/v1/deliveries/origins',
  operationId: 'listFailingOrigins',
  summary: 'List origins of callbacks that fail',
  description:
    'Where callbacks have failed lately: an origin with `probeAt` is left alone, and what is to be told to it waits and loses no attempt; one callback is tried then. Empty for who is limited to channels, queues or a partner.',
  tag: 'webhooks',
  permission: 'delivery:read',
  answers: {
    200: component('FailingOriginList', {
      data: Type.Array(
        Type.Object({
          origin: Type.String(),
          failures: Type.Integer({ description: 'In a row.' }),
          waiting: Type.Integer({ description: 'Callbacks that wait, counted to 10,000.' }),
          lastFailureAt: nullable(instant()),
          lastSuccessAt: nullable(instant()),
          probeAt: nullable(instant()),
        }),
      ),
    }),
  },
  example: {
    answer: {
      data: [
        {
          origin: 'https://crm.example.com',
          failures: 12,
          waiting: 40,
          lastFailureAt: '2026-11-20T09:00:00.000Z',
          lastSuccessAt: null,
          probeAt: '2026-11-20T09:00:30.000Z',
        },
      ],
    },
  },
  async handle({ context }) {
    return { data: (await listFailingOrigins(context)).map(presentOrigin) }
  },
})

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is no such delivery.')
  return value
}
