import { Type } from 'typebox'
import {
  dropMarketDraft,
  getMarketDraft,
  listMarketDrafts,
  type MarketDraft,
  saveMarketDraft,
} from '../../modules/markets/index.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { etagOf, expectedVersion, taggedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instant, instantText } from '../schemas.ts'
import { marketParams as params, marketText as document, publisher } from './market-schemas.ts'

/** What is being written of a market and is not published yet. */
export function marketDraftRoutes(): Route[] {
  return [listRoute, getRoute, saveRoute, dropRoute]
}

const draftVersion = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description })
const line = {
  slug: Type.String(),
  version: Type.Integer({ description: 'Of the draft: another one with every save, and never the same twice.' }),
  basedOn: Type.Integer({ description: 'The market’s version it is written over; 0: none was in force.' }),
  savedBy: publisher,
  savedAt: instant(),
}
const DraftLine = component('MarketDraftLine', line)
const Draft = component('MarketDraft', { ...line, document })

const exampleLine = {
  slug: 'iberia',
  version: 12,
  basedOn: 3,
  savedBy: { kind: 'member', name: 'Inês Duarte' },
  savedAt: '2026-11-20T09:00:00.000Z',
}
const exampleDraft = { ...exampleLine, document: 'slug: iberia\n' }

function presentLine({ slug, version, basedOn, savedBy, savedAt }: Omit<MarketDraft, 'document'>) {
  const by = { kind: savedBy.kind, name: savedBy.name ?? null }
  return { slug, version, basedOn, savedBy: by, savedAt: instantText(savedAt) }
}

const tagOf = (slug: string) => `market-draft-${slug}`

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/market-drafts',
  operationId: 'listMarketDrafts',
  summary: 'List the markets that somebody writes on',
  tag: 'markets',
  permission: 'market:read',
  answers: { 200: component('MarketDraftList', { data: Type.Array(DraftLine) }) },
  example: { answer: { data: [exampleLine] } },
  async handle({ context }) {
    return { data: (await listMarketDrafts(context)).map(presentLine) }
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/market-drafts/:market',
  operationId: 'getMarketDraft',
  summary: 'Read the draft of a market',
  tag: 'markets',
  permission: 'market:read',
  params,
  answers: { 200: Draft, 304: null },
  example: { params: { market: 'iberia' }, answer: exampleDraft },
  async handle({ context, params: { market: slug }, request }) {
    const draft = await getMarketDraft(context, { slug })
    if (draft === null) throw new AppError('not_found', 'This market has no draft.')
    const body = { ...presentLine(draft), document: draft.document }
    return taggedAnswer(request.headers, { etag: etagOf(tagOf(slug), draft.version), body })
  },
})

const saveRoute = defineRoute({
  method: 'PUT',
  url: '/v1/market-drafts/:market',
  operationId: 'saveMarketDraft',
  summary: 'Keep what is being written of a market',
  description:
    'Any text, faults and all; one draft for each market, which its editors share. `expectedVersion` is that of the draft it was written upon, 0 where there was none; upon another one it is 412 (also by `If-Match`). Nothing is in force by it; its publication ends it.',
  tag: 'markets',
  permission: 'market:write',
  params: Type.Object({
    market: Type.String({
      pattern: '^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$',
      maxLength: 60,
      description: 'The slug of a market, in force or to be.',
    }),
  }),
  body: component('MarketDraftSave', {
    document,
    basedOn: Type.Optional(
      Type.Integer({ minimum: 0, description: 'As it was, or the version in force, when left out.' }),
    ),
    expectedVersion: Type.Optional(draftVersion('Whichever draft there is, when left out.')),
  }),
  answers: { 200: Draft },
  example: {
    params: { market: 'iberia' },
    body: { document: 'slug: iberia\n' },
    answer: exampleDraft,
  },
  async handle({ context, params: { market: slug }, body, request }) {
    const expected = expectedVersion(request.headers, tagOf(slug)) ?? body.expectedVersion ?? null
    const told = { slug, document: body.document, basedOn: body.basedOn ?? null, expectedVersion: expected }
    const draft = await saveMarketDraft(context, told)
    const shown = { ...presentLine(draft), document: draft.document }
    return answer(200, shown, { etag: etagOf(tagOf(slug), draft.version) })
  },
})

const dropRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/market-drafts/:market',
  operationId: 'dropMarketDraft',
  summary: 'Give up what was being written of a market',
  description:
    'One that is gone already stays so. With `expectedVersion` or `If-Match`, a draft that was written on since is 412 and stays.',
  tag: 'markets',
  permission: 'market:write',
  params,
  query: Type.Object({ expectedVersion: Type.Optional(draftVersion('Of the draft.')) }),
  answers: { 204: null },
  example: { params: { market: 'iberia' } },
  async handle({ context, params: { market: slug }, query, request }) {
    const expected = expectedVersion(request.headers, tagOf(slug)) ?? query.expectedVersion ?? null
    await dropMarketDraft(context, { slug, expectedVersion: expected })
    return answer(204)
  },
})
