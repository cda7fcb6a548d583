import { Type } from 'typebox'
import { mergeTickets, splitTicket, unmergeTicket } from '../../modules/merging/index.ts'
import { type Ticket, viewTicket } from '../../modules/tickets/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { type Answer, answer } from '../answer.ts'
import { versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, spokenText } from '../schemas.ts'
import { exampleTicket, exampleTicketView } from './ticket-example.ts'
import { TicketView } from './ticket-schemas.ts'

/** Tickets that turn out to be one, and one that turns out to be two. */
export function ticketMergingRoutes(): Route[] {
  return [mergeRoute, unmergeRoute, splitRoute]
}

const params = Type.Object({ id: id('ticket') })
const exampleParams = { id: exampleTicket.id }

async function answerTicket(context: Context, ticket: Ticket | null): Promise<Answer> {
  if (ticket === null) throw new AppError('not_found', 'There is no such ticket.')
  return versionedAnswer({}, await viewTicket(context, ticket))
}

const exampleMerged = {
  ...exampleTicketView,
  status: 'closed',
  statusCategory: 'closed',
  customerStatus: 'Closed',
  mergedInto: {
    id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9hb',
    number: 10000,
    at: '2026-11-20T09:10:00.000Z',
    undoableUntil: '2026-12-20T09:10:00.000Z',
  },
  can: { reply: true, note: true, transition: false, assign: false, merge: true },
  legalTransitions: [],
  solving: null,
  mergeReason: 'The same lobby fault.',
}

const mergeRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/:id/merge',
  operationId: 'mergeTicket',
  summary: 'Merge a ticket into another',
  description:
    'Closes it with a pointer, cancels its task and its clocks, and keeps on the other what is said to it from now on. ' +
    'Its messages are shown there too, each to whom it was shown before. Refused with 409 and the reason for itself, a ' +
    'ticket that is merged already, a target closed too long ago, a live call, and for two customers unless ' +
    '`allowOtherCustomer` is set, which asks for `customer:merge`. To be undone for 30 days.',
  tag: 'tickets',
  permission: 'ticket:merge',
  params,
  body: component('TicketMerge', {
    into: id('ticket', { description: 'The ticket it goes on in.' }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
    allowOtherCustomer: Type.Optional(Type.Boolean({ default: false })),
  }),
  answers: { 200: TicketView },
  example: {
    params: exampleParams,
    body: { into: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9hb', reason: 'The same lobby fault.' },
    answer: exampleMerged,
  },
  handle: async ({ context, params: { id: ticketId }, body: { into, reason, allowOtherCustomer } }) =>
    answerTicket(
      context,
      await mergeTickets(context, {
        ticketId,
        into,
        reason: reason ?? null,
        allowOtherCustomer: allowOtherCustomer ?? false,
      }),
    ),
})

const unmergeRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/:id/unmerge',
  operationId: 'unmergeTicket',
  summary: 'Undo a merge',
  description:
    'Within 30 days: the ticket has its status again, its task waits at its old rank, and its clocks count on without ' +
    'the time it was merged. What was said to it meanwhile is its own again, under the next numbers there, and the ' +
    'other ticket’s no longer: `message.moved` tells of each. What opened a follow-up stays there.',
  tag: 'tickets',
  permission: 'ticket:merge',
  params,
  answers: { 200: TicketView },
  example: { params: exampleParams, answer: exampleTicketView },
  handle: async ({ context, params: { id: ticketId } }) =>
    answerTicket(context, await unmergeTicket(context, { ticketId })),
})

const splitRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/:id/split',
  operationId: 'splitTicket',
  summary: 'Open a ticket of its own for some messages',
  description:
    'For the same customer, routed and clocked as any new one, and linked as `split_from`. The messages are copied with ' +
    'who said them and when; this ticket keeps its history whole. What is not public comes along only with ' +
    '`includeNotes`, and nobody sees it who did not before.',
  tag: 'tickets',
  permission: 'ticket:merge',
  params,
  body: component('TicketSplit', {
    messageIds: Type.Array(id('message'), { minItems: 1, maxItems: 100 }),
    issueSummary: spokenText(2000),
    includeNotes: Type.Optional(Type.Boolean({ default: false })),
    type: Type.Optional(Type.String({ maxLength: 100, description: 'Where it differs from this ticket’s.' })),
    category: Type.Optional(Type.String({ maxLength: 100, description: 'Where it differs from this ticket’s.' })),
    priority: Type.Optional(Type.String({ maxLength: 20 })),
  }),
  answers: { 201: TicketView },
  example: {
    params: exampleParams,
    body: { messageIds: ['msg_01jqzv5k3mf8tbn2c4d6e7g9ha'], issueSummary: 'The invoice of March is wrong.' },
    status: 201,
    answer: exampleTicketView,
  },
  async handle({ context, params: { id: ticketId }, body: { includeNotes, ...body } }) {
    const ticket = await splitTicket(context, { ticketId, includeNotes: includeNotes ?? false, ...body })
    if (ticket === null) throw new AppError('not_found', 'There is no such ticket.')
    const location = `/v1/tickets/${encodeId('ticket', ticket.id)}`
    return answer(201, await viewTicket(context, ticket), { location })
  },
})
