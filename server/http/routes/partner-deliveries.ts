import { Type } from 'typebox'
import { deliveryStates, presentDelivery, presentDeliveryDetail } from '../../modules/deliveries/index.ts'
import {
  getOwnDelivery,
  listOwnDeliveries,
  listSubscriptionDeliveries,
  replayOwnDelivery,
} from '../../modules/partners/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, listQuery, oneOf } from '../schemas.ts'
import { deliveryPage, deliverySchema, exampleDelivery, deliveryDetailSchema } from './deliveries.ts'
import { exampleSubscription } from './subscription-schemas.ts'
import { partnerCursorNames, partnerMeta, partnerQuery } from './partner-query.ts'

const ownCursor = defineCursor('partner-deliveries', Type.String(), partnerCursorNames)
const subscriptionCursor = defineCursor('subscription-deliveries', Type.String())
const tag = 'partner'

/** What partners were told and how that went: for themselves, and for who arranges their market. */
export function partnerDeliveryRoutes(): Route[] {
  return [listRoute, getRoute, replayRoute, ofSubscriptionRoute]
}

const params = Type.Object({ id: id('delivery') })
const filters = {
  ticketId: Type.Optional(id('ticket')),
  state: Type.Optional(oneOf(deliveryStates)),
}
const exampleTold = {
  ...exampleDelivery,
  webhookId: exampleSubscription.id,
  type: exampleSubscription.type,
  url: exampleSubscription.url,
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/partner/deliveries',
  operationId: 'listPartnerDeliveries',
  summary: 'List what you were told, with every attempt, the newest first',
  description: 'Of all your subscriptions, also of those that have ended; in the brand and region of your token.',
  tag,
  permission: 'partner:act',
  query: Type.Object({ ...partnerQuery, ...filters, subscriptionId: Type.Optional(id('webhook')) }),
  answers: {
    200: component('PartnerDeliveryPage', { data: Type.Array(deliverySchema), meta: partnerMeta }),
  },
  example: { answer: { data: [exampleTold], meta: { cursor: null } } },
  async handle({ context, query: { limit = 20, cursor, ...filter } }) {
    const { ticketId = null, state = null, subscriptionId = null } = filter
    const page = { ticketId, state, subscriptionId, before: ownCursor.read(cursor), limit: limit + 1 }
    const told = await listOwnDeliveries(context, page)
    const shown = told.slice(0, limit)
    const last = told.length > limit ? (shown.at(-1)?.id ?? null) : null
    return {
      data: shown.map(presentDelivery),
      meta: { cursor: last === null ? null : ownCursor.write(last) },
    }
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/partner/deliveries/:id',
  operationId: 'getPartnerDelivery',
  summary: 'Read what you were told, with the text and every attempt',
  tag,
  permission: 'partner:act',
  params,
  answers: { 200: deliveryDetailSchema },
  example: {
    params: { id: exampleTold.id },
    answer: { ...exampleTold, body: '{"eventType":"GENERAL_SUPPORT_TICKET_EVENT"}' },
  },
  async handle({ context, params: { id: deliveryId } }) {
    return presentDeliveryDetail(found(await getOwnDelivery(context, { deliveryId })))
  },
})

const replayRoute = defineRoute({
  method: 'POST',
  url: '/v1/partner/deliveries/:id/replay',
  operationId: 'replayPartnerDelivery',
  summary: 'Be told once more',
  description:
    'Same `webhook-id` and body. One that has ended gets one more attempt; one that waits for its next attempt makes it now. 409 once its subscription is disabled or has ended.',
  tag,
  permission: 'partner:act',
  params,
  answers: { 202: deliverySchema },
  example: {
    params: { id: exampleTold.id },
    answer: { ...exampleTold, state: 'pending', nextAttemptAt: '2026-11-20T10:00:00.000Z', endedAt: null },
  },
  async handle({ context, params: { id: deliveryId } }) {
    return presentDelivery(found(await replayOwnDelivery(context, { deliveryId })))
  },
})

const ofSubscriptionRoute = defineRoute({
  method: 'GET',
  url: '/v1/subscriptions/:id/deliveries',
  operationId: 'listSubscriptionDeliveries',
  summary: 'List what a subscription was told, with every attempt, the newest first',
  description: 'For who arranges its market, or whose franchisee’s store it is about.',
  tag: 'partners',
  permission: 'market:read',
  params: Type.Object({ id: id('webhook') }),
  query: listQuery(filters),
  answers: { 200: deliveryPage },
  example: { params: { id: exampleSubscription.id }, answer: { data: [exampleTold], page: { next: null } } },
  async handle({ context, params: { id: subscriptionId }, query: { limit = 50, after, ...filter } }) {
    const { ticketId = null, state = null } = filter
    const page = { subscriptionId, ticketId, state, before: subscriptionCursor.read(after), limit: limit + 1 }
    const told = await listSubscriptionDeliveries(context, page)
    if (told === null) throw new AppError('not_found', 'There is no such subscription.')
    return pageFrom(told, limit, { next: (last) => subscriptionCursor.write(last.id), item: presentDelivery })
  },
})

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is no such delivery of yours.')
  return value
}
