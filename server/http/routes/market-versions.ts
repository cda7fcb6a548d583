import { Type } from 'typebox'
import {
  compareMarketVersion,
  listMarketVersions,
  type MarketVersion,
  rollBackMarket,
} from '../../modules/markets/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { etagOf, expectedVersion } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instantText, listQuery, nullable, pageOf } from '../schemas.ts'
import {
  exampleCheck,
  marketChange,
  marketParams as params,
  MarketPublishedSchema,
  marketText as document,
  presentCheck,
  publication,
} from './market-schemas.ts'

const cursor = defineCursor('market-versions', Type.Integer())

/** What was published of a market before, and the way back to it. */
export function marketVersionRoutes(): Route[] {
  return [listRoute, getRoute, rollbackRoute]
}

const versionNumber = (description: string) => Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description })
const line = {
  ...publication,
  restores: nullable(Type.Integer({ description: 'The earlier version whose text it has again.' })),
}
const exampleLine = {
  version: 3,
  publishedBy: { kind: 'member', name: 'Inês Duarte' },
  publishedAt: '2026-11-20T09:00:00.000Z',
  restores: 1,
}

function presentLine({ version, publishedBy, publishedAt, restores }: Omit<MarketVersion, 'document'>) {
  return {
    version,
    publishedBy: { kind: publishedBy.kind, name: publishedBy.name ?? null },
    publishedAt: instantText(publishedAt),
    restores,
  }
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/markets/:market/versions',
  operationId: 'listMarketVersions',
  summary: 'List what was published of a market, the newest first',
  description: 'The first of them is in force. Nothing published is ever changed or removed.',
  tag: 'markets',
  permission: 'market:read',
  params,
  query: listQuery({}),
  answers: { 200: pageOf('MarketVersionPage', component('MarketVersionLine', line)) },
  example: { params: { market: 'iberia' }, answer: { data: [exampleLine], page: { next: null } } },
  async handle({ context, params: { market: slug }, query }) {
    const limit = query.limit ?? 50
    const page = { before: cursor.read(query.after), limit: limit + 1 }
    const versions = await listMarketVersions(context, { slug, ...page })
    return pageFrom(versions, limit, { next: (last) => cursor.write(last.version), item: presentLine })
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/markets/:market/versions/:version',
  operationId: 'getMarketVersion',
  summary: 'Read a version of a market, and what it changed',
  description:
    'Against the version before it, or the one of `against` (0: against nothing): with the version in force there, it is what bringing this one back would change.',
  tag: 'markets',
  permission: 'market:read',
  params: Type.Object({ ...params.properties, version: versionNumber('Of the market.') }),
  query: Type.Object({ against: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })) }),
  answers: {
    200: component('MarketVersion', {
      slug: Type.String(),
      ...line,
      document,
      against: Type.Integer(),
      changes: nullable(
        Type.Array(marketChange, {
          description: 'Null: one of the texts is of a time when markets were written otherwise.',
        }),
      ),
    }),
  },
  example: {
    params: { market: 'iberia', version: '1' },
    answer: {
      slug: 'iberia',
      ...exampleLine,
      document: 'slug: iberia\n',
      against: 2,
      changes: [{ subject: 'market', id: 'iberia', field: 'storeTicketTimeThresholdMinutes', from: '45', to: '60' }],
    },
  },
  async handle({ context, params: { market: slug, version }, query: { against = null } }) {
    const found = await compareMarketVersion(context, { slug, version, against })
    if (found === null) throw noSuchVersion()
    return {
      slug,
      ...presentLine(found.version),
      document: found.version.document,
      against: found.against,
      changes: found.changes === null ? null : found.changes.map((change) => ({ ...change })),
    }
  },
})

const rollbackRoute = defineRoute({
  method: 'POST',
  url: '/v1/markets/:market/rollback',
  operationId: 'rollBackMarket',
  summary: 'Put an earlier version of a market in force again',
  description:
    'Its text becomes the next version, checked as by `PUT`; what was published stays. `If-Match` with the tag of the market, or `expectedVersion`, refuses with 412 when somebody published meanwhile. The text that is in force already stays the version it is.',
  tag: 'markets',
  permission: 'market:write',
  params,
  body: component('MarketRollback', {
    version: versionNumber('Whose text is wanted.'),
    expectedVersion: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  answers: { 200: MarketPublishedSchema },
  example: {
    params: { market: 'iberia' },
    body: { version: 1 },
    answer: { slug: 'iberia', version: 3, check: exampleCheck },
  },
  async handle({ context, params: { market: slug }, body, request }) {
    const expected = expectedVersion(request.headers, `market-${slug}`) ?? body.expectedVersion ?? null
    const made = await rollBackMarket(context, { slug, version: body.version, expectedVersion: expected })
    if (made === null) throw noSuchVersion()
    const { version, check } = made
    return answer(200, { slug, version, check: presentCheck(check) }, { etag: etagOf(`market-${slug}`, version) })
  },
})

function noSuchVersion() {
  return new AppError('not_found', 'The market has no such version.')
}
