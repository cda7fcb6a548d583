import { Type } from 'typebox'
import { describeGrammar, type FoundThing, searchEverywhere } from '../../modules/views/index.ts'
import { encodeId, type IdKind } from '../../platform/ids.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, nullable, oneOf } from '../schemas.ts'
import { HighlightSchema, presentHighlight, presentSearch, SearchSchema } from './search-schemas.ts'

/** One search over everything, and what the grammar of searches knows. */
export function searchRoutes(): Route[] {
  return [searchRoute, grammarRoute]
}

const FoundTicket = component('FoundTicket', {
  id: id('ticket'),
  number: Type.Integer(),
  issueSummary: Type.String(),
  status: Type.String(),
  statusCategory: Type.String(),
  queue: Type.String(),
  customer: Type.Object({ id: id('customer'), name: nullable(Type.String()) }),
  createdAt: Type.String({ format: 'date-time' }),
  highlight: nullable(HighlightSchema),
})

const FoundOther = component('FoundOther', {
  kind: oneOf(['customer', 'order', 'case']),
  id: Type.String({ description: 'Of an order the caller’s own id, by which `/v1/orders/{id}` reads it.' }),
  title: Type.String(),
  detail: Type.String(),
})

const exampleFound = {
  id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  number: 10001,
  issueSummary: 'Refund for a failed payment',
  status: 'new',
  statusCategory: 'new',
  queue: 'payments',
  customer: { id: 'cust_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Ana Costa' },
  createdAt: '2026-11-20T09:00:00.000Z',
  highlight: {
    field: 'issueSummary' as const,
    parts: [
      { text: 'Refund', isMatch: true },
      { text: ' for a failed payment', isMatch: false },
    ],
  },
}

const searchRoute = defineRoute({
  method: 'GET',
  url: '/v1/search',
  operationId: 'searchEverywhere',
  summary: 'Search tickets, customers, orders and cases',
  description:
    'For a field that searches while somebody types: the best first, the last word may be the beginning of one. Takes ' +
    'the grammar of `GET /v1/tickets?q=`. Shows of each kind what you may read.',
  tag: 'views',
  permission: 'ticket:read',
  query: Type.Object({
    q: Type.String({ minLength: 1, maxLength: 1000 }),
    tickets: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, default: 8, description: 'So many at most.' })),
  }),
  answers: {
    200: component('FoundEverywhere', {
      tickets: Type.Array(FoundTicket),
      others: Type.Array(FoundOther),
      search: Type.Optional(SearchSchema),
    }),
  },
  example: {
    query: { q: 'refund' },
    answer: {
      tickets: [exampleFound],
      others: [{ kind: 'customer', id: exampleFound.customer.id, title: 'Ana Costa', detail: 'crm-7' }],
    },
  },
  async handle({ context, query }) {
    const found = await searchEverywhere(context, { q: query.q, limit: query.tickets ?? 8 })
    return {
      tickets: found.tickets.map((ticket) => ({
        id: encodeId('ticket', ticket.id),
        number: ticket.number,
        issueSummary: ticket.issueSummary,
        status: ticket.status,
        statusCategory: ticket.statusCategory,
        queue: ticket.queue,
        customer: { id: encodeId('customer', ticket.customer.id), name: ticket.customer.name },
        createdAt: new Date(ticket.createdAt).toISOString(),
        highlight: presentHighlight(found.highlights.get(ticket.id)),
      })),
      others: [
        ...found.customers.map((thing) => presentOther('customer', thing)),
        ...found.orders.map((thing) => ({ ...presentOther('order', thing), id: thing.title })),
        ...found.cases.map((thing) => presentOther('case', thing)),
      ],
      ...(found.corrections.length > 0 && { search: presentSearch(found.corrections) }),
    }
  },
})

function presentOther(kind: Extract<IdKind, 'customer' | 'order' | 'case'>, { id: uuid, title, detail }: FoundThing) {
  return { kind, id: encodeId(kind, uuid), title, detail }
}

const grammarRoute = defineRoute({
  method: 'GET',
  url: '/v1/search/grammar',
  operationId: 'describeSearch',
  summary: 'The fields of the search grammar',
  description: 'With the words each takes in this workspace, for who may read the workflow.',
  tag: 'views',
  permission: 'ticket:read',
  answers: {
    200: component('SearchGrammar', {
      data: Type.Array(
        component('SearchField', {
          name: Type.String(),
          operators: Type.Array(Type.String()),
          example: Type.String(),
          values: Type.Array(Type.String()),
        }),
      ),
    }),
  },
  example: {
    answer: {
      data: [{ name: 'is', operators: [':'], example: 'is:open', values: ['open', 'waiting', 'solved'] }],
    },
  },
  async handle({ context }) {
    const fields = await describeGrammar(context)
    return { data: fields.map((field) => ({ ...field, operators: [...field.operators], values: [...field.values] })) }
  },
})
