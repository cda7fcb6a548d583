import { Type } from 'typebox'
import {
  deleteOwnSubscription,
  listOwnSubscriptions,
  presentSubscription,
  saveOwnSubscription,
} from '../../modules/partners/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineCursor } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component } from '../schemas.ts'
import { partnerCursorNames, partnerMeta, partnerQuery } from './partner-query.ts'
import {
  eventWord,
  exampleSubscription,
  subscriptionBody,
  SubscriptionSchema,
  typeOfWord,
} from './subscription-schemas.ts'

const webhookCursor = defineCursor('partner-webhooks', Type.String(), partnerCursorNames)
const tag = 'partner'

/** Where a partner is told of tickets, for it to say itself. */
export function partnerWebhookRoutes(): Route[] {
  return [listWebhooksRoute, saveWebhookRoute, deleteWebhookRoute]
}

const listWebhooksRoute = defineRoute({
  method: 'GET',
  url: '/v1/partner/webhooks',
  operationId: 'listPartnerWebhooks',
  summary: 'List where you are told of tickets',
  tag,
  permission: 'partner:act',
  query: Type.Object(partnerQuery),
  answers: { 200: component('PartnerWebhookPage', { data: Type.Array(SubscriptionSchema), meta: partnerMeta }) },
  example: { answer: { data: [exampleSubscription], meta: { cursor: null } } },
  async handle({ context, query: { limit = 20, cursor } }) {
    const found = await listOwnSubscriptions(context, { before: webhookCursor.read(cursor), limit: limit + 1 })
    const shown = found.slice(0, limit)
    const last = found.length > limit ? (shown.at(-1)?.id ?? null) : null
    return {
      data: shown.map(presentSubscription),
      meta: { cursor: last === null ? null : webhookCursor.write(last) },
    }
  },
})

const saveWebhookRoute = defineRoute({
  method: 'PUT',
  url: '/v1/partner/webhooks',
  operationId: 'savePartnerWebhook',
  summary: 'Say where you are told of tickets of a type',
  description:
    'In the brand and region of your token. Store tickets may be told store by store; a place that another one has is 409. Signed with the secret of `GET /v1/tokens/self/callback-secret`.',
  tag,
  permission: 'partner:act',
  body: component('PartnerWebhookSave', subscriptionBody),
  answers: { 200: SubscriptionSchema, 201: SubscriptionSchema },
  example: {
    body: { type: 'GENERAL_SUPPORT_TICKET_EVENT', url: exampleSubscription.url },
    status: 200,
    answer: exampleSubscription,
  },
  async handle({ context, body: { type, url, storeId: store = null, franchisee = null, ...terms } }) {
    const place = { type: typeOfWord(type), storeId: store, franchisee }
    const saved = await saveOwnSubscription(context, { ...place, url, terms })
    return answer(saved.isNew ? 201 : 200, presentSubscription(saved.subscription))
  },
})

const deleteWebhookRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/partner/webhooks',
  operationId: 'deletePartnerWebhook',
  summary: 'Be told of tickets of a type no more',
  tag,
  permission: 'partner:act',
  query: Type.Object({
    type: eventWord,
    storeId: Type.Optional(Type.String()),
    franchisee: Type.Optional(Type.String()),
  }),
  answers: { 204: null },
  example: { query: { type: 'GENERAL_SUPPORT_TICKET_EVENT' } },
  async handle({ context, query: { type, storeId: store = null, franchisee = null } }) {
    const isEnded = await deleteOwnSubscription(context, { type: typeOfWord(type), storeId: store, franchisee })
    if (!isEnded) throw new AppError('not_found', 'You have no such webhook.')
    return answer(204)
  },
})
