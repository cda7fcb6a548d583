import { Type } from 'typebox'
import { presentDelivery } from '../../modules/deliveries/index.ts'
import {
  deleteOwnSubscription,
  listOwnIntegrations,
  listOwnSubscriptions,
  presentOpenIntegration,
  presentSubscription,
  saveOwnSubscription,
  testOwnSubscription,
} from '../../modules/partners/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineCursor } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, nullable } from '../schemas.ts'
import { deliverySchema, exampleDelivery } from './deliveries.ts'
import { partnerCursorNames, partnerMeta, partnerQuery } from './partner-query.ts'
import {
  eventWord,
  exampleSubscription,
  namedPlace,
  subscriptionBody,
  SubscriptionSchema,
  typeOfWord,
} from './subscription-schemas.ts'

const integrationCursor = defineCursor('partner-integrations', Type.String(), partnerCursorNames)
const webhookCursor = defineCursor('partner-webhooks', Type.String(), partnerCursorNames)
const tag = 'partner'

/** Where a partner is told of tickets, for it to say itself. */
export function partnerWebhookRoutes(): Route[] {
  return [listIntegrationsRoute, listWebhooksRoute, saveWebhookRoute, deleteWebhookRoute, testWebhookRoute]
}

const IntegrationSchema = component('PartnerIntegration', {
  id: id('integration'),
  name: Type.String(),
  brand: Type.String(),
  region: Type.String(),
  createdAt: instant(),
  tokens: Type.Array(
    Type.Object({
      id: id('token'),
      prefix: Type.String({ description: 'The first letters of the secret, to tell tokens apart.' }),
      lastUsedAt: nullable(instant({ description: 'To the minute; null: never.' })),
    }),
    { description: 'Those that open it: neither revoked nor expired.' },
  ),
})

const exampleIntegration = {
  id: 'int_01jqzv5k3mf8tbn2c4d6e7g9ha',
  name: 'Acme burger-house ES',
  brand: 'burger-house',
  region: 'ES',
  createdAt: '2026-11-20T09:00:00.000Z',
  tokens: [{ id: 'token_01jqzv5k3mf8tbn2c4d6e7g9ha', prefix: 'sy_4fQz1a', lastUsedAt: '2026-11-20T10:15:00.000Z' }],
}

const listIntegrationsRoute = defineRoute({
  method: 'GET',
  url: '/v1/partner/integrations',
  operationId: 'listPartnerIntegrations',
  summary: 'List the brands and regions you have a way in for',
  description: 'With the tokens of each and when they were last used. A token of an integration sees its own.',
  tag,
  permission: 'partner:act',
  query: Type.Object(partnerQuery),
  answers: { 200: component('PartnerIntegrationPage', { data: Type.Array(IntegrationSchema), meta: partnerMeta }) },
  example: { answer: { data: [exampleIntegration], meta: { cursor: null } } },
  async handle({ context, query: { limit = 20, cursor } }) {
    const found = await listOwnIntegrations(context, { after: integrationCursor.read(cursor), limit: limit + 1 })
    const shown = found.slice(0, limit)
    const last = found.length > limit ? (shown.at(-1)?.id ?? null) : null
    return {
      data: shown.map(presentOpenIntegration),
      meta: { cursor: last === null ? null : integrationCursor.write(last) },
    }
  },
})

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
    'In the brand and region of your token, or of the integration you name. Store tickets may be told store by store; a place where another one is told is 409. One that was disabled, as by a 410, is told anew once it is saved again. Signed with the secret of `GET /v1/tokens/self/callback-secret`.',
  tag,
  permission: 'partner:act',
  body: component('PartnerWebhookSave', { ...subscriptionBody, ...namedPlace }),
  answers: { 200: SubscriptionSchema, 201: SubscriptionSchema },
  example: {
    body: { type: 'GENERAL_SUPPORT_TICKET_EVENT', url: exampleSubscription.url },
    status: 200,
    answer: exampleSubscription,
  },
  async handle({ context, body }) {
    const { type, url, storeId: store = null, franchisee = null, brand, region, ...terms } = body
    const place = { type: typeOfWord(type), storeId: store, franchisee, brand, region }
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
    ...namedPlace,
  }),
  answers: { 204: null },
  example: { query: { type: 'GENERAL_SUPPORT_TICKET_EVENT' } },
  async handle({ context, query: { type, storeId: store = null, franchisee = null, ...place } }) {
    const scope = { ...place, type: typeOfWord(type), storeId: store, franchisee }
    const isEnded = await deleteOwnSubscription(context, scope)
    if (!isEnded) throw new AppError('not_found', 'You have no such webhook.')
    return answer(204)
  },
})

const testWebhookRoute = defineRoute({
  method: 'POST',
  url: '/v1/partner/webhooks/:id/test',
  operationId: 'testPartnerWebhook',
  summary: 'Send a test event to one of your webhooks',
  description:
    'A `webhook.test`, signed as your events are and listed among `GET /v1/partner/deliveries`; no ticket is behind it. A failing endpoint is tried at once. 409 while disabled: save it again first.',
  tag,
  permission: 'partner:act',
  params: Type.Object({ id: id('webhook') }),
  answers: { 202: deliverySchema },
  example: {
    params: { id: exampleSubscription.id },
    answer: {
      ...exampleDelivery,
      ticketId: null,
      webhookId: exampleSubscription.id,
      sequence: 1,
      type: 'webhook.test',
      url: exampleSubscription.url,
      state: 'pending',
      nextAttemptAt: '2026-11-20T09:00:00.000Z',
      endedAt: null,
      attempts: [],
    },
  },
  async handle({ context, params: { id: webhookId } }) {
    const told = await testOwnSubscription(context, { id: webhookId })
    if (told === null) throw new AppError('not_found', 'You have no such webhook.')
    return presentDelivery(told)
  },
})
