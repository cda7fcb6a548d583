import { Type } from 'typebox'
import { createTicket, createTickets } from '../../modules/intake/index.ts'
import { updateTicket } from '../../modules/handling/index.ts'
import {
  getTicket,
  getTicketIdByNumber,
  listTickets,
  type TicketAnswer,
  ticketSorts,
  viewTicket,
  viewTickets,
  wholeList,
} from '../../modules/tickets/index.ts'
import { searchOfView } from '../../modules/views/index.ts'
import { AppError } from '../../platform/errors.ts'
import { decodeId, encodeId } from '../../platform/ids.ts'
import { Answer, answer } from '../answer.ts'
import { defineCursor } from '../cursor.ts'
import { expectedVersion, versionedAnswer } from '../etag.ts'
import { bindOnce } from '../idempotency.ts'
import { problemOf } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, listQuery, oneOf } from '../schemas.ts'
import { presentHighlight, presentPlace, presentSearch, searchCursor } from './search-schemas.ts'
import { exampleRequest, exampleTicket, exampleTicketView } from './ticket-example.ts'
import { TicketCreate, TicketPage, TicketSchema, TicketUpdate, TicketView } from './ticket-schemas.ts'

const cursor = defineCursor('tickets', searchCursor)

/** Tickets: recorded, read, listed and changed. */
export function ticketRoutes(): Route[] {
  return [createRoute, batchRoute, listRoute, getRoute, byNumberRoute, updateRoute]
}

const createRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets',
  aliases: ['/v1/ticket/create'],
  operationId: 'createTicket',
  summary: 'Record a request for help',
  description:
    'Stores the ticket with its clocks, its task and its events in one transaction and answers after the commit. ' +
    'With an `Idempotency-Key` a repeated request gets the first answer.',
  tag: 'intake',
  permission: 'ticket:write',
  load: 'create',
  idempotency: 'own',
  body: TicketCreate,
  answers: { 201: TicketSchema },
  example: { body: exampleRequest, status: 201, answer: exampleTicket },
  async handle({ context, body, idempotency }) {
    const created = await createTicket(context, { request: body, key: idempotency })
    return new Answer(
      201,
      created.answer,
      { location: created.location, ...(created.isReplay && { 'idempotent-replayed': 'true' }) },
      'application/json; charset=utf-8',
    )
  },
})

const BatchItem = component('TicketBatchItem', {
  status: Type.Integer({ description: 'The status this request would have been answered with.' }),
  ticket: Type.Optional(TicketSchema),
  problem: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

const batchRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/batch',
  operationId: 'createTickets',
  summary: 'Record several requests',
  description:
    'Up to 500, each for itself: one that is refused does not touch the others. A body that is not made as the schema ' +
    'says is refused whole, with every place that is wrong, and nothing is recorded. With an `Idempotency-Key` each is answered ' +
    'as the first time, and what a cut call left is recorded.',
  tag: 'intake',
  permission: 'ticket:write',
  load: 'create',
  idempotency: 'own',
  bodyLimit: 8 * 1024 * 1024,
  body: component('TicketBatch', { tickets: Type.Array(TicketCreate, { minItems: 1, maxItems: 500 }) }),
  answers: { 200: component('TicketBatchAnswer', { results: Type.Array(BatchItem) }) },
  example: { body: { tickets: [exampleRequest] }, answer: { results: [{ status: 201, ticket: exampleTicket }] } },
  async handle({ context, body, idempotency, request }) {
    if (idempotency !== null) await bindOnce(context, idempotency)
    const items = await createTickets(context, { requests: body.tickets, key: idempotency })
    const results = items.map((item) => {
      // The verb wrote this very text from the schema's own members.
      if ('created' in item) return { status: 201, ticket: JSON.parse(item.created.answer) as TicketAnswer }
      const problem = problemOf(item.error, request.id)
      return { status: problem.status, problem: { ...problem } }
    })
    const isReplay = items.every((item) => 'created' in item && item.created.isReplay)
    return answer(200, { results }, isReplay ? { 'idempotent-replayed': 'true' } : {})
  },
})

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets',
  operationId: 'listTickets',
  summary: 'List and search tickets',
  description:
    'Newest first, or by relevance: the best of the newest 1,000 that match. `q` takes the search grammar: ' +
    '`status:open assignee:me breach<30m tag:payment "launch error" -spam refu*` (docs/search.md). Words are looked for ' +
    'in summary, ids, customer, tags and messages, in any form of English, Spanish and Portuguese. Where hardly anything ' +
    'is found, words that are spelt nearly alike are looked for too and named in `search.corrections`.',
  tag: 'tickets',
  permission: 'ticket:read',
  query: listQuery({
    q: Type.Optional(Type.String({ maxLength: 1000 })),
    view: Type.Optional(Type.String({ maxLength: 60, description: 'The id or slug of a view: within its search.' })),
    sort: Type.Optional(oneOf(ticketSorts, { description: '`relevance` counts where `q` has text.' })),
    highlight: Type.Optional(Type.Boolean({ description: 'Shows where each ticket holds the words of `q`.' })),
    status: Type.Optional(Type.String({ maxLength: 200, description: 'Statuses, separated by commas.' })),
    queue: Type.Optional(Type.String({ maxLength: 100 })),
    assignee: Type.Optional(Type.String({ maxLength: 60, description: '`me`, `none` or an agent’s id.' })),
    customerId: Type.Optional(id('customer')),
  }),
  answers: { 200: TicketPage },
  example: {
    query: { q: 'is:open assignee:none', limit: '20' },
    answer: { data: [{ ...exampleTicket, snoozedUntil: null, lastMessage: null }], page: { next: null } },
  },
  async handle({ context, query }) {
    const page = await listTickets(context, {
      ...wholeList,
      q: query.q ?? '',
      within: query.view === undefined ? '' : await searchOfView(context, query.view),
      sort: query.sort ?? 'newest',
      hasHighlights: query.highlight ?? false,
      status: query.status?.split(',') ?? null,
      queue: query.queue ?? null,
      assignee: query.assignee === undefined ? null : (decodeId('agent', query.assignee) ?? query.assignee),
      customerId: query.customerId ?? null,
      after: cursor.read(query.after),
      limit: query.limit ?? 50,
    })
    const tickets = await viewTickets(context, page.tickets)
    const data = tickets.map((ticket, place) => {
      const highlight = page.highlights.get(page.tickets[place]?.id ?? '')
      return query.highlight === true ? { ...ticket, highlight: presentHighlight(highlight) } : ticket
    })
    return {
      data,
      page: { next: page.next === null ? null : cursor.write(presentPlace(page.next)) },
      ...(page.corrections.length > 0 && { search: presentSearch(page.corrections) }),
    }
  },
})

const notFound = () => new AppError('not_found', 'There is no such ticket.')

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id',
  operationId: 'getTicket',
  summary: 'Read a ticket',
  description: 'With what the caller may do to it now (`can`, `legalTransitions`).',
  tag: 'tickets',
  permission: 'ticket:read',
  params: Type.Object({ id: id('ticket') }),
  answers: { 200: TicketView, 304: null },
  example: { params: { id: exampleTicket.id }, answer: exampleTicketView },
  async handle({ context, params, request }) {
    const ticket = await getTicket(context, { ticketId: params.id })
    if (ticket === null) throw notFound()
    return versionedAnswer(request.headers, await viewTicket(context, ticket))
  },
})

const byNumberRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/number/:number',
  operationId: 'getTicketByNumber',
  summary: 'Read a ticket by its number',
  tag: 'tickets',
  permission: 'ticket:read',
  params: Type.Object({ number: Type.Integer({ minimum: 1, maximum: 2 ** 52 }) }),
  answers: { 200: TicketView, 304: null },
  example: { params: { number: '10001' }, answer: exampleTicketView },
  async handle({ context, params, request }) {
    const ticketId = await getTicketIdByNumber(context, { number: params.number })
    const ticket = ticketId === null ? null : await getTicket(context, { ticketId })
    if (ticket === null) throw notFound()
    return versionedAnswer(request.headers, await viewTicket(context, ticket))
  },
})

const updateRoute = defineRoute({
  method: 'PATCH',
  url: '/v1/tickets/:id',
  operationId: 'updateTicket',
  summary: 'Change a ticket',
  description: 'Only what is sent changes. Honours `If-Match`.',
  tag: 'tickets',
  permission: 'ticket:write',
  params: Type.Object({ id: id('ticket') }),
  body: TicketUpdate,
  answers: { 200: TicketView },
  example: { params: { id: exampleTicket.id }, body: { priority: 'high', tags: ['vip'] }, answer: exampleTicketView },
  async handle({ context, params, body, request }) {
    const version = expectedVersion(request.headers, encodeId('ticket', params.id))
    const ticket = await updateTicket(context, { ticketId: params.id, update: body, expectedVersion: version })
    if (ticket === null) throw notFound()
    return versionedAnswer({}, await viewTicket(context, ticket))
  },
})
