import { Type } from 'typebox'
import {
  getPartnerTicket,
  handoffStates,
  listPartnerTickets,
  partnerStatuses,
  presentPartnerTicket,
  presentPartnerTicketDetail,
  roleOf,
  submitFromPartner,
  updatePartnerTicket,
} from '../../modules/partners/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { defineCursor } from '../cursor.ts'
import { etagOf, expectedVersion } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, language, nullable, oneOf, spokenText } from '../schemas.ts'
import { decisionFields, exampleDecision, exampleTold, handoffWords, partnerTicketFields } from './handoff-schemas.ts'
import { partnerDeliveryRoutes } from './partner-deliveries.ts'
import { partnerCursorNames, partnerMeta as meta, partnerQuery } from './partner-query.ts'
import { partnerWebhookRoutes } from './partner-webhooks.ts'
import { MessageSchema } from './ticket-schemas.ts'

const ticketCursor = defineCursor('partner-tickets', Type.String(), partnerCursorNames)

/** A partner's own side: what it raises, what it is handed, and where it is told. */
export function partnerSideRoutes(): Route[] {
  return [submitRoute, listRoute, getRoute, updateRoute, ...partnerWebhookRoutes(), ...partnerDeliveryRoutes()]
}

const tag = 'partner'
const params = Type.Object({ id: id('ticket') })
const { brand, region, marketId, storeId, comments, source, customer } = handoffWords

const ticketFields = {
  ...partnerTicketFields,
  number: Type.Integer(),
  version: Type.Integer(),
  role: oneOf(['receiver', 'raiser']),
  brand: Type.String(),
  region: Type.String(),
  state: nullable(oneOf(handoffStates)),
  offeredUntil: nullable(instant()),
  status: Type.String(),
  statusCategory: Type.String(),
  externalId: nullable(Type.String({ description: 'Your own id of it.' })),
  handoff: Type.Object(decisionFields),
  createdAt: instant(),
  updatedAt: instant(),
}
const PartnerTicketLine = component('PartnerTicketLine', ticketFields)
const PartnerTicketSchema = component('PartnerTicket', {
  ...ticketFields,
  messages: Type.Array(MessageSchema, { description: 'What you may read; at most 200.' }),
})

const exampleLine = {
  ...exampleTold,
  number: 10_042,
  version: 1,
  role: 'raiser',
  brand: 'burger-house',
  region: 'ES',
  state: 'offered',
  offeredUntil: '2026-11-20T09:15:00.000Z',
  status: 'classified',
  statusCategory: 'new',
  externalId: null,
  handoff: exampleDecision,
  createdAt: exampleTold.submittedAt,
  updatedAt: exampleTold.submittedAt,
} as const
const exampleTicket = { ...exampleLine, messages: [] }

const submitRoute = defineRoute({
  method: 'POST',
  url: '/v1/partner/tickets',
  operationId: 'submitPartnerTicket',
  summary: 'Raise a ticket',
  description:
    'The members are those of `data` in the events. It is handed on like a guest’s own request, but not to whoever raised it. `type` and `id` of an event may stay in it: the market decides the type, and yours is kept as external id.',
  tag,
  permission: 'partner:act',
  body: component('PartnerTicketSubmit', {
    brand: Type.Optional(brand),
    region: Type.Optional(region),
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    type: Type.Optional(oneOf(['STORE', 'GENERAL'])),
    category: Type.Optional(Type.String({ maxLength: 200 })),
    categoryId: Type.Optional(marketId),
    subcategory: Type.Optional(Type.String({ maxLength: 200 })),
    subcategoryId: marketId,
    knowledgeForceIssueId: Type.Optional(nullable(Type.String({ maxLength: 60 }))),
    comments,
    source: Type.Optional(source),
    storeId: Type.Optional(nullable(storeId)),
    order: Type.Optional(
      nullable(
        Type.Object({
          id: Type.String({ minLength: 1, maxLength: 200 }),
          placedAt: Type.Optional(nullable(instant())),
          serviceMode: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 50 }))),
          status: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 50 }))),
        }),
      ),
    ),
    customer: Type.Optional(nullable(customer)),
    submittedAt: Type.Optional(instant({ description: 'When the guest asked; now when left out.' })),
    language: Type.Optional(language()),
  }),
  answers: { 201: PartnerTicketSchema },
  example: {
    body: {
      brand: 'burger-house',
      region: 'ES',
      categoryId: 'order-problem',
      subcategoryId: 'missing-item',
      comments: 'The fries are missing.',
      source: 'PHONE',
    },
    answer: exampleTicket,
  },
  async handle({ context, body, request }) {
    const { order, submittedAt } = body
    const told = {
      brand: body.brand ?? null,
      region: body.region ?? null,
      categoryId: body.categoryId ?? null,
      subcategoryId: body.subcategoryId,
      comments: body.comments,
      order: order == null ? null : orderOf(order),
      storeId: body.storeId ?? null,
      customer: body.customer ?? null,
      source: body.source ?? 'PARTNER',
      language: body.language ?? null,
      externalId: body.id ?? null,
      submittedAt: submittedAt === undefined ? null : Date.parse(submittedAt),
    }
    const hasKey = request.headers['idempotency-key'] !== undefined
    const ticketId = await submitFromPartner(context, told, { hasKey })
    const found = await getPartnerTicket(context, { ticketId })
    if (found === null) throw new Error(`Ticket ${ticketId} was raised and is gone.`)
    const headers = { location: `/v1/partner/tickets/${encodeId('ticket', ticketId)}` }
    return answer(201, presentPartnerTicketDetail(found), headers)
  },
})

interface OrderInput {
  readonly id: string
  readonly placedAt?: string | null
  readonly serviceMode?: string | null
  readonly status?: string | null
}

function orderOf({ id: orderId, placedAt, serviceMode = null, status = null }: OrderInput) {
  return { id: orderId, placedAt: placedAt == null ? null : Date.parse(placedAt), serviceMode, status }
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/partner/tickets',
  operationId: 'listPartnerTickets',
  summary: 'List what you were handed and what you raised, the newest first',
  tag,
  permission: 'partner:act',
  query: Type.Object({
    ...partnerQuery,
    role: Type.Optional(oneOf(['receiver', 'raiser'])),
    type: Type.Optional(oneOf(['STORE', 'GENERAL'])),
    storeId: Type.Optional(Type.String()),
  }),
  answers: { 200: component('PartnerTicketPage', { data: Type.Array(PartnerTicketLine), meta }) },
  example: { answer: { data: [exampleLine], meta: { cursor: null } } },
  async handle({ context, query: { limit = 20, cursor, ...filters } }) {
    const { role = null, type = null, storeId: store = null } = filters
    const page = { role, type, storeId: store, before: ticketCursor.read(cursor), limit: limit + 1 }
    const found = await listPartnerTickets(context, page)
    const shown = found.slice(0, limit)
    const last = found.length > limit ? (shown.at(-1)?.ticketId ?? null) : null
    return {
      data: shown.map((handoff) => presentPartnerTicket({ handoff, role: roleOf(context, handoff) })),
      meta: { cursor: last === null ? null : ticketCursor.write(last) },
    }
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/partner/tickets/:id',
  operationId: 'getPartnerTicket',
  summary: 'Read one of your tickets as it is by now',
  description: 'The `callbackUrl` of the events. Messages are the public ones and those between you and staff.',
  tag,
  permission: 'partner:act',
  params,
  answers: { 200: PartnerTicketSchema },
  example: { params: { id: exampleTold.id }, answer: exampleTicket },
  async handle({ context, params: { id: ticketId } }) {
    return detail(await getPartnerTicket(context, { ticketId }))
  },
})

const updateRoute = defineRoute({
  method: 'PATCH',
  url: '/v1/partner/tickets/:id',
  operationId: 'updatePartnerTicket',
  summary: 'Take, decline, answer or solve one of your tickets',
  description:
    '`accepted` takes what you are asked about, `declined` refuses it or gives it back, `waiting` waits for the customer, `solved` ends it. `reply` is said to the customer, `note` to staff, who may have asked, `question` is asked of them.',
  tag,
  permission: 'partner:act',
  params,
  body: component('PartnerTicketUpdate', {
    status: Type.Optional(oneOf(partnerStatuses)),
    reason: Type.Optional(spokenText(1_000)),
    resolution: Type.Optional(spokenText(5_000)),
    externalId: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 200 }))),
    reply: Type.Optional(spokenText(10_000)),
    note: Type.Optional(spokenText(10_000)),
    question: Type.Optional(spokenText(10_000)),
  }),
  answers: { 200: PartnerTicketSchema },
  example: { params: { id: exampleTold.id }, body: { note: 'The guest called again.' }, answer: exampleTicket },
  async handle({ context, params: { id: ticketId }, body, request }) {
    const version = expectedVersion(request.headers, encodeId('ticket', ticketId))
    return detail(await updatePartnerTicket(context, { ...body, ticketId, expectedVersion: version }))
  },
})

function detail(found: Awaited<ReturnType<typeof getPartnerTicket>>) {
  if (found === null) throw new AppError('not_found', 'There is no such ticket of yours.')
  const shown = presentPartnerTicketDetail(found)
  return answer(200, shown, { etag: etagOf(shown.id, shown.version) })
}
