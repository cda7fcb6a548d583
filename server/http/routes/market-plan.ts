import { Type } from 'typebox'
import { type MarketPlan, planMarket } from '../../modules/markets/index.ts'
import { tryRequest } from '../../modules/partners/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, nullable } from '../schemas.ts'
import { decisionFields, exampleDecision, handoffWords } from './handoff-schemas.ts'
import { exampleCheck, marketChange, MarketCheckSchema, marketText, presentCheck } from './market-schemas.ts'

/** What a market document would do, before it is published: what changes, and where a request would go. */
export function marketPlanRoutes(): Route[] {
  return [planRoute, tryRoute]
}

const count = (description: string) => Type.Integer({ description })

const planRoute = defineRoute({
  method: 'POST',
  url: '/v1/markets/plan',
  operationId: 'planMarket',
  summary: 'Say what publishing a market document would change',
  description:
    'Against the version in force: every field with its values; and the requests of the last 30 days that it would decide otherwise, the newest 10,000 at most. Publish with `expectedVersion` as `version` says, and what was planned is what is put in force.',
  tag: 'markets',
  permission: 'market:read',
  idempotency: 'none',
  body: component('MarketPlanRequest', { document: marketText }),
  answers: {
    200: component('MarketPlan', {
      slug: nullable(Type.String()),
      version: Type.Integer({ description: 'In force now; 0 before the first.' }),
      isInForce: Type.Boolean({ description: 'This very text is in force.' }),
      check: MarketCheckSchema,
      changes: Type.Array(marketChange),
      conflict: nullable(
        Type.Object(
          { market: Type.String(), brand: Type.String(), region: Type.String() },
          { description: 'The market that has the brand there: publishing is 409.' },
        ),
      ),
      effect: nullable(
        Type.Object({
          since: instant(),
          requests: count('That were decided again.'),
          toStore: count('Would be STORE.'),
          toGeneral: count('Would be GENERAL.'),
          nowForPartners: count('Would be told to partners.'),
          nowInternal: count('Would stay with own queues.'),
          notOffered: count('Chose what is not offered any more.'),
          unknown: count('Their order was erased.'),
        }),
      ),
    }),
  },
  example: {
    body: { document: 'slug: iberia\n' },
    answer: {
      slug: 'iberia',
      version: 1,
      isInForce: false,
      check: exampleCheck,
      changes: [
        { subject: 'market', id: 'iberia', field: 'storeTicketTimeThresholdMinutes', from: '60', to: '45' },
        { subject: 'subcategory', id: 'cold-food', field: 'knowledgeForceIssueId', from: '0203', to: '0299' },
      ],
      conflict: null,
      effect: {
        since: '2026-10-21T09:00:00.000Z',
        requests: 240,
        toStore: 0,
        toGeneral: 12,
        nowForPartners: 0,
        nowInternal: 0,
        notOffered: 0,
        unknown: 0,
      },
    },
  },
  handle: async ({ context, body }) => presentPlan(await planMarket(context, body)),
})

function presentPlan({ slug, version, isInForce, check, changes, conflict, effect }: MarketPlan) {
  return {
    slug,
    version,
    isInForce,
    check: presentCheck(check),
    changes: changes.map((change) => ({ ...change })),
    conflict: conflict === null ? null : { ...conflict },
    effect: effect === null ? null : { ...effect, since: instantText(effect.since) },
  }
}

const { brand, region, marketId, storeId } = handoffWords

const tryRoute = defineRoute({
  method: 'POST',
  url: '/v1/markets/dry-run',
  operationId: 'tryRequest',
  summary: 'Say where a request would go, and why',
  description:
    'By a document that is being written, or by the market in force of a brand and a region; by the stores and subscriptions there are. Nothing is created and nobody is told.',
  tag: 'markets',
  permission: 'market:read',
  idempotency: 'none',
  body: component('RequestToTry', {
    document: Type.Optional(marketText),
    brand: Type.Optional(brand),
    region: Type.Optional(region),
    categoryId: Type.Optional(nullable(marketId)),
    subcategoryId: marketId,
    storeId: Type.Optional(nullable(storeId)),
    orderAgeMinutes: Type.Optional(
      nullable(
        Type.Number({ minimum: -525_600, maximum: 525_600, description: 'Since the order. Null: there is none.' }),
      ),
    ),
    raisedByPartnerId: Type.Optional(nullable(id('partner', { description: 'Null: a guest asks.' }))),
  }),
  answers: {
    200: component('TriedRequest', {
      ...decisionFields,
      eventType: nullable(Type.String({ description: 'What is sent; null where nobody is told.' })),
      partner: nullable(Type.Object({ slug: Type.String(), name: Type.String() })),
      subscriptionId: nullable(id('webhook')),
      franchisee: nullable(Type.String()),
      category: Type.String(),
      subcategory: Type.String(),
      knowledgeForceIssueId: nullable(Type.String()),
    }),
  },
  example: {
    body: {
      brand: 'burger-house',
      region: 'ES',
      categoryId: 'order-problem',
      subcategoryId: 'missing-item',
      orderAgeMinutes: 120,
    },
    answer: {
      ...exampleDecision,
      eventType: 'GENERAL_SUPPORT_TICKET_EVENT',
      partner: { slug: 'acme', name: 'Acme' },
      subscriptionId: 'wh_01jqzv5k3mf8tbn2c4d6e7g9ha',
      franchisee: null,
      category: 'Problema con mi pedido',
      subcategory: 'Falta un producto',
      knowledgeForceIssueId: '0201',
    },
  },
  async handle({ context, body }) {
    const tried = await tryRequest(context, {
      document: body.document ?? null,
      brand: body.brand ?? null,
      region: body.region ?? null,
      categoryId: body.categoryId ?? null,
      subcategoryId: body.subcategoryId,
      storeId: body.storeId ?? null,
      orderAgeMinutes: body.orderAgeMinutes ?? null,
      raisedByPartnerId: body.raisedByPartnerId ?? null,
    })
    const { choice, subscriptionId, explanation, ...decided } = tried
    const { category, subcategory, knowledgeForceIssueId } = choice
    return {
      ...decided,
      explanation: explanation.map((step) => ({ ...step })),
      subscriptionId: subscriptionId === null ? null : encodeId('webhook', subscriptionId),
      category,
      subcategory,
      knowledgeForceIssueId,
    }
  },
})
