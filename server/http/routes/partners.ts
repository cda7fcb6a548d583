import { Type } from 'typebox'
import {
  createIntegration,
  createPartner,
  deleteSubscription,
  listPartners,
  listSubscriptions,
  presentPartner,
  presentSubscription,
  saveSubscription,
} from '../../modules/partners/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, listQuery, pageOf, spokenText } from '../schemas.ts'
import { handoffWords } from './handoff-schemas.ts'
import { exampleSubscription, subscriptionBody, SubscriptionSchema, typeOfWord } from './subscription-schemas.ts'

const partnerCursor = defineCursor('partners', Type.String())
const subscriptionCursor = defineCursor('subscriptions', Type.String())

/** Partners for who arranges a market: their integrations, and what they are told of. */
export function partnerRoutes(): Route[] {
  return [
    listRoute,
    createRoute,
    integrationRoute,
    listSubscriptionsRoute,
    saveSubscriptionRoute,
    deleteSubscriptionRoute,
  ]
}

const { brand, region } = handoffWords
const slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' })

const PartnerSchema = component('Partner', {
  id: id('partner'),
  slug: Type.String(),
  name: Type.String(),
  createdAt: instant(),
  integrations: Type.Array(
    Type.Object({
      id: id('integration'),
      name: Type.String(),
      brand: Type.String(),
      region: Type.String(),
      createdAt: instant(),
    }),
  ),
})

const examplePartner = {
  id: 'partner_01jqzv5k3mf8tbn2c4d6e7g9ha',
  slug: 'acme',
  name: 'Acme',
  createdAt: '2026-11-20T09:00:00.000Z',
  integrations: [],
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/partners',
  operationId: 'listPartners',
  summary: 'List partners with their integrations, by slug',
  tag: 'partners',
  permission: 'market:read',
  query: listQuery({}),
  answers: { 200: pageOf('PartnerPage', PartnerSchema) },
  example: { answer: { data: [examplePartner], page: { next: null } } },
  async handle({ context, query: { limit = 50, after } }) {
    const found = await listPartners(context, { after: partnerCursor.read(after), limit: limit + 1 })
    return pageFrom(found, limit, { next: (last) => partnerCursor.write(last.slug), item: presentPartner })
  },
})

const createRoute = defineRoute({
  method: 'POST',
  url: '/v1/partners',
  operationId: 'createPartner',
  summary: 'Add a partner',
  tag: 'partners',
  permission: 'market:write',
  body: component('PartnerCreate', { slug, name: spokenText(200) }),
  answers: { 201: PartnerSchema },
  example: { body: { slug: 'acme', name: 'Acme' }, answer: examplePartner },
  async handle({ context, body }) {
    return presentPartner(await createPartner(context, body))
  },
})

const integrationRoute = defineRoute({
  method: 'POST',
  url: '/v1/partners/:id/integrations',
  operationId: 'createIntegration',
  summary: 'Give a partner a way in for one brand and region',
  description:
    'Answers with its token, shown this once. A workspace is one environment: `review` is staging, `live` is production.',
  tag: 'partners',
  permission: 'market:write',
  // The answer holds a secret, which is kept nowhere in the clear.
  idempotency: 'none',
  params: Type.Object({ id: id('partner') }),
  body: component('IntegrationCreate', { brand, region, name: Type.Optional(spokenText(200)) }),
  answers: {
    201: component('IntegrationCreated', {
      integrationId: id('integration'),
      tokenId: id('token'),
      token: Type.String({ description: 'The secret. It is shown this once and stored nowhere.' }),
      environment: Type.Union([Type.Literal('staging'), Type.Literal('production')]),
      partner: PartnerSchema,
    }),
  },
  example: {
    params: { id: examplePartner.id },
    body: { brand: 'burger-house', region: 'ES' },
    answer: {
      integrationId: 'int_01jqzv5k3mf8tbn2c4d6e7g9ha',
      tokenId: 'token_01jqzv5k3mf8tbn2c4d6e7g9ha',
      token: 'sy_4fQz1aB7cD8eF9gH0iJ1kL2mN3oP4q1xYz0A',
      environment: 'production',
      partner: examplePartner,
    },
  },
  async handle({ context, params: { id: partnerId }, body }) {
    const made = await createIntegration(context, { ...body, partnerId, name: body.name ?? null })
    if (made === null) throw new AppError('not_found', 'There is no such partner.')
    return {
      integrationId: encodeId('integration', made.integrationId),
      tokenId: encodeId('token', made.tokenId),
      token: made.secret,
      environment: context.workspace.purpose === 'review' ? ('staging' as const) : ('production' as const),
      partner: presentPartner(made.partner),
    }
  },
})

const listSubscriptionsRoute = defineRoute({
  method: 'GET',
  url: '/v1/subscriptions',
  operationId: 'listSubscriptions',
  summary: 'List who is told of which requests, the newest first',
  tag: 'partners',
  permission: 'market:read',
  query: listQuery({
    partnerId: Type.Optional(id('partner')),
    brand: Type.Optional(Type.String()),
    region: Type.Optional(Type.String()),
  }),
  answers: { 200: pageOf('SubscriptionPage', SubscriptionSchema) },
  example: { answer: { data: [exampleSubscription], page: { next: null } } },
  async handle({ context, query: { limit = 50, after, ...filters } }) {
    const { partnerId = null, brand: ofBrand = null, region: ofRegion = null } = filters
    const before = subscriptionCursor.read(after)
    const page = { partnerId, brand: ofBrand, region: ofRegion, before, limit: limit + 1 }
    const found = await listSubscriptions(context, page)
    return pageFrom(found, limit, { next: (last) => subscriptionCursor.write(last.id), item: presentSubscription })
  },
})

const saveSubscriptionRoute = defineRoute({
  method: 'PUT',
  url: '/v1/subscriptions',
  operationId: 'saveSubscription',
  summary: 'Let a partner be told of the requests of a place',
  description:
    'One subscription has a place (brand, region, type, store or franchisee): another partner’s is 409, unless that is disabled: it gives its place up. Said again it changes the one there is, and begins afresh where it was disabled.',
  tag: 'partners',
  permission: 'market:write',
  body: component('SubscriptionSave', { partnerId: id('partner'), brand, region, ...subscriptionBody }),
  answers: { 200: SubscriptionSchema, 201: SubscriptionSchema },
  example: {
    body: {
      partnerId: examplePartner.id,
      brand: 'burger-house',
      region: 'ES',
      type: 'GENERAL_SUPPORT_TICKET_EVENT',
      url: exampleSubscription.url,
    },
    status: 201,
    answer: exampleSubscription,
  },
  async handle({ context, body }) {
    const { type, storeId = null, franchisee = null, partnerId, url, ...rest } = body
    const { brand: ofBrand, region: ofRegion, ...terms } = rest
    const place = { type: typeOfWord(type), brand: ofBrand, region: ofRegion, storeId, franchisee }
    const saved = await saveSubscription(context, { ...place, partnerId, integrationId: null, url, terms })
    return answer(saved.isNew ? 201 : 200, presentSubscription(saved.subscription))
  },
})

const deleteSubscriptionRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/subscriptions/:id',
  operationId: 'deleteSubscription',
  summary: 'End a subscription',
  description: 'Its place is free. What waits for it is not sent any more; what it was told stays readable.',
  tag: 'partners',
  permission: 'market:write',
  params: Type.Object({ id: id('webhook') }),
  answers: { 204: null },
  example: { params: { id: exampleSubscription.id } },
  async handle({ context, params: { id: subscriptionId } }) {
    const isEnded = await deleteSubscription(context, { id: subscriptionId })
    if (!isEnded) throw new AppError('not_found', 'There is no such subscription.')
    return answer(204)
  },
})
