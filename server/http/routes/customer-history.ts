import { Type } from 'typebox'
import { type HistoryItem, historyKinds, readHistory } from '../../modules/customer-records/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, type IdKind } from '../../platform/ids.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'
import { exampleCustomer } from './customer-schemas.ts'

/** Everything that happened with a customer. */
export function customerHistoryRoutes(): Route[] {
  return [historyRoute]
}

const cursor = defineCursor('customer-history', Type.Object({ at: Type.Integer(), id: Type.String() }))

const ItemSchema = component('CustomerHistoryItem', {
  kind: oneOf(historyKinds),
  id: Type.String({
    description:
      'Of the thing itself: a ticket, a call, a case, a review, an order; of a rating what was rated, a ticket or a chat; of a merge its own.',
  }),
  at: instant(),
  ticketId: nullable(id('ticket')),
  number: nullable(Type.Integer({ description: 'Of the ticket, or of the case.' })),
  title: nullable(
    Type.String({
      description:
        'The summary, the reason, the scorecard, what the customer said with a rating, the order’s id, or the other customer.',
    }),
  ),
  status: nullable(Type.String()),
  statusCategory: nullable(Type.String()),
  channel: nullable(Type.String()),
  score: nullable(Type.Number({ description: 'Of a review, 0 to 100; of a rating, 1 to 5.' })),
  endedAt: nullable(instant()),
})

const idKinds: Readonly<Record<Exclude<HistoryItem['kind'], 'merge' | 'rating'>, IdKind>> = {
  ticket: 'ticket',
  call: 'call',
  case: 'case',
  review: 'review',
  order: 'order',
}

function idOf({ kind, id: own, ticketId }: HistoryItem): string {
  if (kind === 'merge') return own
  // A request is rated, or one of its chats.
  if (kind === 'rating') return encodeId(own === ticketId ? 'ticket' : 'chat', own)
  return encodeId(idKinds[kind], own)
}

function present(item: HistoryItem) {
  return {
    ...item,
    id: idOf(item),
    at: instantText(item.at),
    ticketId: item.ticketId === null ? null : encodeId('ticket', item.ticketId),
    endedAt: instantText(item.endedAt),
  }
}

const historyRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers/:id/history',
  operationId: 'readCustomerHistory',
  summary: 'Read everything that happened with a customer, the latest first',
  description:
    'Tickets, calls, cases, reviews, ratings, orders and merges in one order; of a customer that was merged the history of ' +
    'whom it goes on as. Shows what the caller may see.',
  tag: 'customers',
  permission: 'customer:read',
  params: Type.Object({ id: id('customer') }),
  query: listQuery({ kind: Type.Optional(oneOf(historyKinds)) }),
  answers: { 200: pageOf('CustomerHistory', ItemSchema) },
  example: {
    params: { id: exampleCustomer.id },
    answer: {
      data: [
        {
          kind: 'rating',
          id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
          at: '2026-11-20T12:30:00.000Z',
          ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
          number: 10001,
          title: 'Solved within the hour.',
          status: null,
          statusCategory: null,
          channel: 'live-chat',
          score: 5,
          endedAt: null,
        },
        {
          kind: 'ticket',
          id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
          at: '2026-11-20T09:00:00.000Z',
          ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
          number: 10001,
          title: 'The lobby cannot be joined.',
          status: 'closed',
          statusCategory: 'closed',
          channel: 'live-chat',
          score: null,
          endedAt: '2026-11-20T11:00:00.000Z',
        },
      ],
      page: { next: null },
    },
  },
  async handle({ context, params: { id: customerId }, query }) {
    const limit = query.limit ?? 50
    const page = { before: cursor.read(query.after), limit: limit + 1 }
    const kinds = query.kind === undefined ? null : [query.kind]
    const items = await readHistory(context, { customerId, kinds, ...page })
    if (items === null) throw new AppError('not_found', 'There is no such customer.')
    return pageFrom(items, limit, { next: ({ at, id: last }) => cursor.write({ at, id: last }), item: present })
  },
})
