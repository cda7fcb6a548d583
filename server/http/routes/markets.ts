import { Type } from 'typebox'
import { getMarket, listMarkets, publishMarket, tryMarket } from '../../modules/markets/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { etagOf, expectedVersion, taggedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instantText, nullable } from '../schemas.ts'
import { marketDraftRoutes } from './market-drafts.ts'
import { marketPlanRoutes } from './market-plan.ts'
import {
  exampleCheck,
  MarketCheckSchema,
  marketParams as params,
  MarketPublishedSchema,
  marketText as document,
  presentCheck,
  publication,
} from './market-schemas.ts'
import { marketVersionRoutes } from './market-versions.ts'

/** Market documents: which categories a brand's guests have in some regions; written, checked, published, brought back. */
export function marketRoutes(): Route[] {
  return [
    listRoute,
    getRoute,
    checkRoute,
    publishRoute,
    ...marketPlanRoutes(),
    ...marketVersionRoutes(),
    ...marketDraftRoutes(),
  ]
}

const MarketLine = component('MarketLine', {
  slug: Type.String(),
  brand: Type.String(),
  regions: Type.Array(Type.String()),
  locales: Type.Array(Type.String()),
  storeTicketTimeThresholdMinutes: nullable(Type.Number({ description: 'Null: the rule is off. 0: never STORE.' })),
  ...publication,
})

const exampleLine = {
  slug: 'iberia',
  brand: 'burger-house',
  regions: ['ES', 'PT'],
  locales: ['es', 'pt', 'en'],
  storeTicketTimeThresholdMinutes: 60,
  version: 1,
  publishedBy: { kind: 'system', name: 'switchyard' },
  publishedAt: '2026-11-20T09:00:00.000Z',
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/markets',
  operationId: 'listMarkets',
  summary: 'List the markets in force',
  tag: 'markets',
  permission: 'market:read',
  answers: { 200: component('MarketList', { data: Type.Array(MarketLine) }) },
  example: { answer: { data: [exampleLine] } },
  async handle({ context }) {
    const markets = await listMarkets(context)
    return {
      data: markets.map(({ slug, version, publishedBy, publishedAt, market }) => ({
        slug,
        brand: market.brand,
        regions: [...market.regions],
        locales: [...market.locales],
        storeTicketTimeThresholdMinutes: market.thresholdMinutes,
        version,
        publishedBy: { kind: publishedBy.kind, name: publishedBy.name ?? null },
        publishedAt: instantText(publishedAt),
      })),
    }
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/markets/:market',
  operationId: 'getMarket',
  summary: 'Read the document of a market in force',
  tag: 'markets',
  permission: 'market:read',
  params,
  answers: { 200: component('MarketDocument', { slug: Type.String(), document, ...publication }), 304: null },
  example: {
    params: { market: 'iberia' },
    answer: {
      slug: 'iberia',
      document: 'slug: iberia\n',
      version: 1,
      publishedBy: exampleLine.publishedBy,
      publishedAt: exampleLine.publishedAt,
    },
  },
  async handle({ context, params: { market: slug }, request }) {
    const market = await getMarket(context, { slug })
    if (market === null) throw new AppError('not_found', 'There is no such market in force.')
    const { version, publishedBy, publishedAt } = market
    const body = {
      slug,
      document: market.document,
      version,
      publishedBy: { kind: publishedBy.kind, name: publishedBy.name ?? null },
      publishedAt: instantText(publishedAt),
    }
    return taggedAnswer(request.headers, { etag: etagOf(`market-${slug}`, version), body })
  },
})

const checkRoute = defineRoute({
  method: 'POST',
  url: '/v1/markets/check',
  operationId: 'checkMarket',
  summary: 'Check a market document without publishing it',
  description: 'Its faults and warnings with their lines, and what its embedded tests say.',
  tag: 'markets',
  permission: 'market:read',
  idempotency: 'none',
  body: component('MarketCheckRequest', { document }),
  answers: { 200: MarketCheckSchema },
  example: { body: { document: 'slug: iberia\n' }, answer: exampleCheck },
  handle: ({ context, body }) => presentCheck(tryMarket(context, body)),
})

const publishRoute = defineRoute({
  method: 'PUT',
  url: '/v1/markets/:market',
  operationId: 'publishMarket',
  summary: 'Put a market document in force',
  description:
    'Only one without errors whose tests pass. `If-Match` with the tag that was read, or `expectedVersion`, refuses with 412 when somebody published meanwhile. No two markets share a brand and a region (409). A draft with this text is none any more.',
  tag: 'markets',
  permission: 'market:write',
  params,
  body: component('MarketPublish', { document, expectedVersion: Type.Optional(Type.Integer({ minimum: 0 })) }),
  answers: { 200: MarketPublishedSchema },
  example: {
    params: { market: 'iberia' },
    body: { document: 'slug: iberia\n' },
    answer: { slug: 'iberia', version: 2, check: exampleCheck },
  },
  async handle({ context, params: { market: slug }, body, request }) {
    const expected = expectedVersion(request.headers, `market-${slug}`) ?? body.expectedVersion ?? null
    const made = await publishMarket(context, { slug, document: body.document, expectedVersion: expected })
    const { version } = made
    return answer(200, { slug, version, check: presentCheck(made.check) }, { etag: etagOf(`market-${slug}`, version) })
  },
})
