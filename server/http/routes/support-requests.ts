import { Type } from 'typebox'
import {
  listHandoffs,
  listRaisable,
  presentDecision,
  presentHandoff,
  handoffStates,
  submitRequest,
} from '../../modules/partners/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, language, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'
import { decisionFields, exampleDecision, exampleTicketId, exampleTold, handoffWords } from './handoff-schemas.ts'

const cursor = defineCursor('handoffs', Type.String())

/** What a guest's app reads and sends, and the log of what became of it. */
export function supportRequestRoutes(): Route[] {
  return [categoriesRoute, submitRoute, logRoute]
}

const { brand, region, marketId, storeId, comments, source, customer } = handoffWords
const ticketType = oneOf(['STORE', 'GENERAL'])

const categoriesRoute = defineRoute({
  method: 'GET',
  url: '/v1/support/categories',
  operationId: 'listSupportCategories',
  summary: 'List what a guest may ask for help with',
  description:
    'Names in the locale asked for, else in its language, else in the market’s first. Ids are text, leading zeros kept. ' +
    'For `market:read`, and for partners, who raise requests by these ids: a token of an integration reads those of its ' +
    'own brand and region.',
  tag: 'support requests',
  permission: 'signed-in',
  query: Type.Object({ brand, region, locale: Type.Optional(language()) }),
  answers: {
    200: component('SupportCategories', {
      market: Type.String(),
      version: Type.Integer(),
      locale: Type.String(),
      categories: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          ticketType,
          subcategories: Type.Array(
            Type.Object({
              id: Type.String(),
              name: Type.String(),
              knowledgeForceIssueId: nullable(Type.String()),
              allowRecentOrder: Type.Boolean(),
            }),
          ),
        }),
      ),
    }),
  },
  example: {
    query: { brand: 'burger-house', region: 'ES', locale: 'en' },
    answer: {
      market: 'iberia',
      version: 1,
      locale: 'en',
      categories: [
        {
          id: 'order-problem',
          name: 'Problem with my order',
          ticketType: 'STORE',
          subcategories: [
            { id: 'missing-item', name: 'An item is missing', knowledgeForceIssueId: '0201', allowRecentOrder: true },
          ],
        },
      ],
    },
  },
  async handle({ context, query }) {
    const found = await listRaisable(context, { ...query, locale: query.locale ?? null })
    const categories = found.categories.map((one) => ({ ...one, subcategories: [...one.subcategories] }))
    return { ...found, categories }
  },
})

const submitRoute = defineRoute({
  method: 'POST',
  url: '/v1/support/requests',
  operationId: 'submitSupportRequest',
  summary: 'Submit a guest’s request',
  description:
    'Becomes a ticket, STORE or GENERAL by its category, its order and the time, and goes to the partner subscribed there or to own queues; `handoff` says which, and why.',
  tag: 'support requests',
  permission: 'ticket:write',
  idempotency: 'edge',
  body: component('SupportRequest', {
    brand,
    region,
    categoryId: marketId,
    subcategoryId: marketId,
    comments,
    orderId: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'As it is registered here.' })),
    storeId: Type.Optional(storeId),
    customer: Type.Optional(customer),
    source: Type.Optional(source),
    language: Type.Optional(language()),
  }),
  answers: {
    201: component('SupportRequestTaken', {
      id: id('ticket'),
      number: Type.Integer(),
      type: ticketType,
      status: Type.String(),
      storeId: nullable(Type.String()),
      handoff: Type.Object(decisionFields),
      submittedAt: instant(),
    }),
  },
  example: {
    body: {
      brand: 'burger-house',
      region: 'ES',
      categoryId: 'order-problem',
      subcategoryId: 'missing-item',
      comments: 'The fries are missing.',
      customer: { name: 'Guest', email: 'guest@example.com' },
      source: 'APP',
    },
    answer: {
      id: exampleTicketId,
      number: 10_042,
      type: 'GENERAL',
      status: 'classified',
      storeId: null,
      handoff: exampleDecision,
      submittedAt: exampleTold.submittedAt,
    },
  },
  async handle({ context, body, request }) {
    const { orderId, ...told } = body
    const order = orderId === undefined ? null : { id: orderId, placedAt: null, serviceMode: null, status: null }
    const wanted = {
      ...told,
      order,
      storeId: told.storeId ?? null,
      customer: told.customer ?? null,
      source: told.source ?? 'API',
      language: told.language ?? null,
      externalId: null,
    }
    const hasKey = request.headers['idempotency-key'] !== undefined
    const { ticket, handoff } = await submitRequest(context, wanted, { hasKey })
    const publicId = encodeId('ticket', ticket.id)
    const taken = {
      id: publicId,
      number: ticket.number,
      type: handoff.resolvedType,
      status: ticket.status,
      storeId: handoff.storeId,
      handoff: presentDecision(handoff),
      submittedAt: instantText(handoff.submittedAt),
    }
    return answer(201, taken, { location: `/v1/tickets/${publicId}` })
  },
})

const HandoffLine = component('Handoff', {
  ticketId: id('ticket'),
  number: Type.Integer(),
  ...decisionFields,
  state: nullable(oneOf(handoffStates, { description: 'How it stands with its partner; null unless forwarded.' })),
  offeredUntil: nullable(instant()),
  endCode: nullable(Type.String({ description: 'Why it was not taken, as a code: `partner_declined`.' })),
  endNote: nullable(Type.String({ description: 'What the partner said of it as it declined.' })),
  partner: nullable(Type.Object({ slug: Type.String(), name: Type.String() })),
  externalId: nullable(Type.String({ description: 'What its partner calls it.' })),
  subscriptionId: nullable(id('webhook')),
  market: Type.String(),
  brand: Type.String(),
  region: Type.String(),
  storeId: nullable(Type.String()),
  category: Type.String(),
  subcategory: Type.String(),
  knowledgeForceIssueId: nullable(Type.String()),
  source: Type.String(),
  ticketStatus: Type.String(),
  submittedAt: instant(),
  createdAt: instant(),
})

const logRoute = defineRoute({
  method: 'GET',
  url: '/v1/handoffs',
  operationId: 'listHandoffs',
  summary: 'List what became of submissions, the newest first',
  tag: 'support requests',
  permission: 'market:read',
  query: listQuery({
    brand: Type.Optional(Type.String()),
    region: Type.Optional(Type.String()),
    outcome: Type.Optional(decisionFields.outcome),
    type: Type.Optional(ticketType),
    storeId: Type.Optional(Type.String()),
  }),
  answers: { 200: pageOf('HandoffPage', HandoffLine) },
  example: {
    answer: {
      data: [
        {
          ticketId: exampleTicketId,
          number: 10_042,
          ...exampleDecision,
          state: 'offered',
          offeredUntil: '2026-11-20T09:15:00.000Z',
          endCode: null,
          endNote: null,
          partner: { slug: 'acme', name: 'Acme' },
          externalId: null,
          subscriptionId: 'wh_01jqzv5k3mf8tbn2c4d6e7g9ha',
          market: 'iberia',
          brand: 'burger-house',
          region: 'ES',
          storeId: null,
          category: exampleTold.category,
          subcategory: exampleTold.subcategory,
          knowledgeForceIssueId: '0201',
          source: 'APP',
          ticketStatus: 'classified',
          submittedAt: exampleTold.submittedAt,
          createdAt: exampleTold.submittedAt,
        },
      ],
      page: { next: null },
    },
  },
  async handle({ context, query: { limit = 50, after, ...filters } }) {
    const { brand: ofBrand = null, region: ofRegion = null, outcome = null, type = null } = filters
    const page = { brand: ofBrand, region: ofRegion, outcome, type, storeId: filters.storeId ?? null }
    const found = await listHandoffs(context, { ...page, before: cursor.read(after), limit: limit + 1 })
    return pageFrom(found, limit, { next: (last) => cursor.write(last.ticketId), item: presentHandoff })
  },
})
