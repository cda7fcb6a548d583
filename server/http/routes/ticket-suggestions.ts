import { Type } from 'typebox'
import { suggestDuplicates } from '../../modules/merging/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, oneOf } from '../schemas.ts'
import { exampleTicket } from './ticket-example.ts'

/** What might be done next on a ticket, each with the reason. */
export function ticketSuggestionRoutes(): Route[] {
  return [suggestionsRoute]
}

const Suggestion = component('TicketSuggestion', {
  kind: oneOf(['duplicate']),
  ticket: Type.Object({
    id: id('ticket'),
    number: Type.Integer(),
    issueSummary: Type.String(),
    status: Type.String(),
    createdAt: instant(),
  }),
  score: Type.Number({ minimum: 0, maximum: 1, description: 'How alike the summaries are.' }),
  reasons: Type.Array(Type.Object({ code: oneOf(['similar_summary', 'same_order']), text: Type.String() })),
})

const suggestionsRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/suggestions',
  operationId: 'listSuggestions',
  summary: 'What might be done next on a ticket',
  description:
    'Of kind `duplicate`: open tickets of the same customer with a similar summary or about the same order, newest ' +
    'first, which may be merged with this one. Ten at most.',
  tag: 'tickets',
  permission: 'ticket:read',
  params: Type.Object({ id: id('ticket') }),
  query: Type.Object({
    kind: Type.Optional(oneOf(['duplicate'], { description: 'Only suggestions of this kind.' })),
  }),
  answers: { 200: component('TicketSuggestionList', { data: Type.Array(Suggestion) }) },
  example: {
    params: { id: exampleTicket.id },
    answer: {
      data: [
        {
          kind: 'duplicate',
          ticket: {
            id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9hb',
            number: 10000,
            issueSummary: 'Ranked lobby cannot be joined.',
            status: 'assigned',
            createdAt: '2026-11-20T08:51:00.000Z',
          },
          score: 0.62,
          reasons: [{ code: 'similar_summary', text: 'Both say: cannot, lobby, ranked.' }],
        },
      ],
    },
  },
  async handle({ context, params: { id: ticketId } }) {
    const found = await suggestDuplicates(context, { ticketId })
    if (found === null) throw new AppError('not_found', 'There is no such ticket.')
    const data = found.map(({ ticket, score, reasons }) => ({
      kind: 'duplicate' as const,
      ticket: {
        id: encodeId('ticket', ticket.id),
        number: ticket.number,
        issueSummary: ticket.issueSummary,
        status: ticket.status,
        createdAt: new Date(ticket.createdAt).toISOString(),
      },
      score,
      reasons: reasons.map((reason) => ({ ...reason })),
    }))
    return { data }
  },
})
