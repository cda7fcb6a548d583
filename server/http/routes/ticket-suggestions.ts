import { Type } from 'typebox'
import { suggestNext } from '../../modules/automations/index.ts'
import { suggestBeforehand, suggestDuplicates } from '../../modules/merging/index.ts'
import { suggestSurge, type TicketSurge } from '../../modules/reports/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, nullable, oneOf, type Static } from '../schemas.ts'
import { exampleCustomer } from './customer-schemas.ts'
import { exampleTicket } from './ticket-example.ts'

/** What might be done next on a ticket, or instead of opening one, each with the reason. */
export function ticketSuggestionRoutes(): Route[] {
  return [suggestionsRoute, beforehandRoute]
}

const kinds = ['firstResponse', 'classification', 'steps', 'guidance', 'macro', 'duplicate', 'surge'] as const
const only = (what: string) => ({ description: `Of kind ${what} only.` })
const named = Type.Object({ key: Type.String(), name: Type.String() })

const line = {
  id: id('ticket'),
  number: Type.Integer(),
  issueSummary: Type.String(),
  status: Type.String(),
  createdAt: instant(),
}

const Suggestion = component('TicketSuggestion', {
  kind: oneOf(kinds),
  reasons: Type.Array(
    Type.Object({
      code: oneOf([
        'similar_summary',
        'same_order',
        'more_than_usual',
        'not_sent',
        'left_to_people',
        'condition',
        'always',
        'queues',
        'rule',
        'default',
      ]),
      text: Type.String({ description: 'In English.' }),
      params: Type.Optional(
        Type.Record(Type.String(), Type.String(), {
          description:
            'What the text names, for words of one’s own: `rule`, `condition`, `queues`, `seen`, `expected`.',
        }),
      ),
      words: Type.Optional(Type.Array(Type.String(), { description: 'What both summaries say.' })),
    }),
  ),
  text: Type.Optional(
    Type.String({ description: 'What to say (`firstResponse`, `macro`), or Markdown to know (`guidance`).' }),
  ),
  language: Type.Optional(Type.String({ description: 'Of what to say.' })),
  classification: Type.Optional(
    Type.Object({ category: Type.String(), type: nullable(Type.String()) }, only('`classification`')),
  ),
  playbook: Type.Optional(named),
  steps: Type.Optional(
    Type.Array(
      Type.Object({ text: Type.String(), macro: nullable(Type.String()), url: nullable(Type.String()) }),
      only('`steps`'),
    ),
  ),
  macro: Type.Optional(named),
  does: Type.Optional(Type.Array(Type.String(), only('`macro`'))),
  ticket: Type.Optional(Type.Object(line, only('`duplicate`'))),
  surge: Type.Optional(
    Type.Object(
      {
        seen: Type.Integer({ description: 'In the last four hours, this ticket and those out of sight included.' }),
        expected: Type.Number({
          description: 'In as long a time at these hours of the week, by the four weeks before.',
        }),
        tickets: Type.Array(Type.Object(line), { description: 'The others, the latest first, 20 at most.' }),
        problem: nullable(
          Type.Object({ id: id('ticket'), number: Type.Integer(), issueSummary: Type.String(), status: Type.String() }),
        ),
      },
      only('`surge`'),
    ),
  ),
  score: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'How alike the summaries are.' })),
})

type Suggested = Static<typeof Suggestion>

const SuggestionList = component('TicketSuggestionList', { data: Type.Array(Suggestion) })

const exampleDuplicate = {
  kind: 'duplicate',
  ticket: {
    id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9hb',
    number: 10000,
    issueSummary: 'Ranked lobby cannot be joined.',
    status: 'assigned',
    createdAt: '2026-11-20T08:51:00.000Z',
  },
  score: 0.62,
  reasons: [
    { code: 'similar_summary', text: 'Both say: cannot, lobby, ranked.', words: ['cannot', 'lobby', 'ranked'] },
  ],
} as const

const suggestionsRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/suggestions',
  operationId: 'listSuggestions',
  summary: 'What might be done next on a ticket',
  description:
    'As far as the controls of its queue and channel let it: the first response that is not sent by itself, the ' +
    'classification left to people, steps and guidance of the playbooks that fit, macros meant for it. Of kind ' +
    '`duplicate`: open tickets of the same customer with a similar summary or about the same order, newest first, which ' +
    'may be merged with this one; ten at most. Of kind `surge`, while the ticket is open and of the last day: that four or ' +
    'more tell of the same in these four hours, more than usual. Nothing is done or said until somebody does it.',
  tag: 'tickets',
  permission: 'ticket:read',
  params: Type.Object({ id: id('ticket') }),
  query: Type.Object({
    kind: Type.Optional(oneOf(kinds, { description: 'Only suggestions of this kind.' })),
  }),
  answers: { 200: SuggestionList },
  example: {
    params: { id: exampleTicket.id },
    answer: {
      data: [
        {
          kind: 'steps',
          reasons: [
            {
              code: 'condition',
              text: 'ticket.category == "payment_processing"',
              params: { condition: 'ticket.category == "payment_processing"' },
            },
          ],
          playbook: { key: 'payment-missing', name: 'A payment that did not arrive' },
          steps: [{ text: 'Ask for the transaction if it is not there', macro: 'ask-transaction', url: null }],
        },
        exampleDuplicate,
      ],
    },
  },
  async handle({ context, params: { id: ticketId }, query: { kind } }) {
    const isAsked = (one: (typeof kinds)[number]) => kind === undefined || kind === one
    const [next, duplicates, surge] = await Promise.all([
      kind === 'duplicate' ? [] : suggestNext(context, { ticketId }),
      isAsked('duplicate') ? suggestDuplicates(context, { ticketId }) : [],
      isAsked('surge') ? suggestSurge(context, { ticketId }) : null,
    ])
    if (next === null || duplicates === null) throw new AppError('not_found', 'There is no such ticket.')
    const suggested = next.filter((one) => isAsked(one.kind)).map(presentNext)
    const surging = surge === null ? [] : [presentSurge(surge)]
    return { data: [...surging, ...suggested, ...duplicates.map(presentDuplicate)] }
  },
})

const beforehandRoute = defineRoute({
  method: 'GET',
  url: '/v1/customers/:id/suggestions',
  operationId: 'suggestBeforehand',
  summary: 'What a customer’s new ticket may be a duplicate of',
  description:
    'Asked before a ticket is opened: open tickets of the customer with a similar summary or about the same order, newest ' +
    'first, ten at most, as far as the caller may see them.',
  tag: 'customers',
  permission: 'customer:read',
  params: Type.Object({ id: id('customer') }),
  query: Type.Object({
    issueSummary: Type.String({ maxLength: 2000, description: 'What the new ticket would be about.' }),
    orderId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  }),
  answers: { 200: SuggestionList },
  example: {
    params: { id: exampleCustomer.id },
    query: { issueSummary: 'Cannot join a ranked lobby' },
    answer: { data: [exampleDuplicate] },
  },
  async handle({ context, params: { id: customerId }, query: { issueSummary, orderId = null } }) {
    const duplicates = await suggestBeforehand(context, { customerId, issueSummary, orderId })
    if (duplicates === null) throw new AppError('not_found', 'There is no such customer.')
    return { data: duplicates.map(presentDuplicate) }
  },
})

function presentNext(one: NonNullable<Awaited<ReturnType<typeof suggestNext>>>[number]): Suggested {
  const reasons = one.reasons.map(({ params, ...reason }) => ({
    ...reason,
    ...(params !== undefined && { params: { ...params } }),
  }))
  switch (one.kind) {
    case 'classification': {
      const { kind, category, type } = one
      return { kind, reasons, classification: { category, type } }
    }
    case 'steps':
      return { ...one, reasons, steps: one.steps.map((step) => ({ ...step })) }
    case 'macro':
      return { ...one, reasons, does: [...one.does] }
    case 'firstResponse':
    case 'guidance':
      return { ...one, reasons }
  }
}

function presentSurge({ surge: { seen, expected }, others, problem }: TicketSurge): Suggested {
  const usual = Math.round(expected * 10) / 10
  const text = `${seen} tickets that tell of the same came within four hours, where ${usual} are usual.`
  return {
    kind: 'surge',
    reasons: [{ code: 'more_than_usual', text, params: { seen: String(seen), expected: String(usual) } }],
    surge: {
      seen,
      expected: usual,
      tickets: others.map(presentLine),
      problem:
        problem === null
          ? null
          : {
              id: encodeId('ticket', problem.id),
              number: problem.number,
              issueSummary: problem.issueSummary,
              status: problem.status,
            },
    },
  }
}

function presentDuplicate({
  ticket,
  score,
  reasons,
}: NonNullable<Awaited<ReturnType<typeof suggestDuplicates>>>[number]): Suggested {
  return {
    kind: 'duplicate',
    ticket: presentLine(ticket),
    score,
    reasons: reasons.map(({ words, ...reason }) => ({ ...reason, ...(words !== undefined && { words: [...words] }) })),
  }
}

function presentLine({ id: ticketId, number, issueSummary, status, createdAt }: TicketSurge['others'][number]) {
  return {
    id: encodeId('ticket', ticketId),
    number,
    issueSummary,
    status,
    createdAt: new Date(createdAt).toISOString(),
  }
}
