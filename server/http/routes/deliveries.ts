import { Type } from 'typebox'
import {
  attemptErrorClasses,
  deliveryStates,
  listAllDeliveries,
  listDeliveries,
  presentDelivery,
  replayDelivery,
} from '../../modules/deliveries/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'

const attemptSchema = component('DeliveryAttempt', {
  id: id('attempt'),
  number: Type.Integer(),
  trigger: oneOf(['auto', 'manual']),
  startedAt: instant(),
  durationMs: Type.Integer(),
  status: nullable(Type.Integer({ description: 'Of the receiver’s answer; null when none came.' })),
  errorClass: nullable(
    oneOf(attemptErrorClasses, {
      description: '`refused` also stands for an address that callbacks may not go to.',
    }),
  ),
  address: nullable(Type.String({ description: 'The address that was connected to.' })),
  response: nullable(Type.String({ description: 'The beginning of the answer’s body, at most 16 KiB.' })),
  nextAttemptAt: nullable(instant()),
})

export const deliverySchema = component('Delivery', {
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
})

const cursor = defineCursor('deliveries', Type.Object({ sequence: Type.Integer(), id: Type.String() }))

/** Deliveries with their attempts, of a ticket and of the workspace, and sending one again. */
export function deliveryRoutes(): Route[] {
  return [listRoute, listAllRoute, replayRoute]
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
  answers: { 200: pageOf('DeliveryPage', deliverySchema) },
  example: { params: { id: exampleDelivery.ticketId }, answer: { data: [exampleDelivery], page: { next: null } } },
  async handle({ context, params, query }) {
    const limit = query.limit ?? 50
    const before = cursor.read(query.after)
    const found = await listDeliveries(context, { ticketId: params.id, before, limit: limit + 1 })
    if (found === null) throw new AppError('not_found', 'There is no such ticket.')
    return pageFrom(found, limit, {
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
  }),
  answers: { 200: pageOf('AllDeliveriesPage', deliverySchema) },
  example: { query: { state: 'delivered' }, answer: { data: [exampleDelivery], page: { next: null } } },
  async handle({ context, query: { after, limit = 50, ...filter } }) {
    const found = await listAllDeliveries(context, { filter, before: allCursor.read(after), limit: limit + 1 })
    return pageFrom(found, limit, { next: (last) => allCursor.write(last.id), item: presentDelivery })
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
    const delivery = await replayDelivery(context, { deliveryId: params.id })
    if (delivery === null) throw new AppError('not_found', 'There is no such delivery.')
    return presentDelivery(delivery)
  },
})
