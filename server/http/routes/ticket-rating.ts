import { Type } from 'typebox'
import { readTicketRating } from '../../modules/portal/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, nullable } from '../schemas.ts'
import { exampleChat } from './chat-schemas.ts'
import { exampleTicket, ratingSchema } from './portal-schemas.ts'

/** What customers said of their requests, for the team. */
export function ticketRatingRoutes(): Route[] {
  return [readRoute]
}

const readRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/rating',
  operationId: 'readTicketRating',
  summary: 'Read how a ticket was for its customer',
  description:
    'From 1 to 5 and in the customer’s words, as they were last said: `rating` in the portal (null while nothing was), ' +
    'and in `chats` of each chat that was rated.',
  tag: 'tickets',
  permission: 'ticket:read',
  params: Type.Object({ id: id('ticket') }),
  answers: {
    200: component('TicketRatingRead', {
      rating: ratingSchema,
      chats: Type.Array(
        Type.Object({
          chatId: id('chat'),
          score: Type.Integer(),
          comment: nullable(Type.String()),
          ratedAt: instant(),
        }),
      ),
    }),
  },
  example: {
    params: { id: exampleTicket.id },
    answer: {
      rating: { score: 5, comment: 'Quick and kind.', ratedAt: '2026-11-20T09:30:00.000Z' },
      chats: [{ chatId: exampleChat.id, score: 4, comment: null, ratedAt: '2026-11-20T09:12:00.000Z' }],
    },
  },
  async handle({ context, params: { id: ticketId } }) {
    const found = await readTicketRating(context, { ticketId })
    if (found === null) throw new AppError('not_found', 'There is no such ticket.')
    return found
  },
})
