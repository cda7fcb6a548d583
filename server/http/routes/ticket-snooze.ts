import { Type } from 'typebox'
import { snoozeTicket, wakeTicket } from '../../modules/handling/index.ts'
import { type Ticket, viewTicket } from '../../modules/tickets/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Answer } from '../answer.ts'
import { expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant } from '../schemas.ts'
import { exampleTicket, exampleTicketView } from './ticket-example.ts'
import { TicketView } from './ticket-schemas.ts'

/** Putting a ticket aside until a time, and taking it up before. */
export function ticketSnoozeRoutes(): Route[] {
  return [snoozeRoute, wakeRoute]
}

const params = Type.Object({ id: id('ticket') })

async function answerTicket(context: Context, ticket: Ticket | null): Promise<Answer> {
  if (ticket === null) throw new AppError('not_found', 'There is no such ticket.')
  return versionedAnswer({}, await viewTicket(context, ticket))
}

const snoozeRoute = defineRoute({
  method: 'PUT',
  url: '/v1/tickets/:id/snooze',
  operationId: 'snoozeTicket',
  summary: 'Put a ticket aside until a time',
  description:
    'Its work is paused and comes back then, at once when its customer writes, or when its work is moved. Its clocks go on.',
  tag: 'tickets',
  permission: 'ticket:write',
  params,
  body: component('Snooze', { until: instant({ description: 'In the next 366 days.' }) }),
  answers: { 200: TicketView },
  example: {
    params: { id: exampleTicket.id },
    body: { until: '2027-01-04T08:00:00.000Z' },
    answer: { ...exampleTicketView, snoozedUntil: '2027-01-04T08:00:00.000Z' },
  },
  async handle({ context, params: { id: ticketId }, body, request }) {
    const version = expectedVersion(request.headers, encodeId('ticket', ticketId))
    const wish = { ticketId, until: Date.parse(body.until), expectedVersion: version }
    return answerTicket(context, await snoozeTicket(context, wish))
  },
})

const wakeRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/tickets/:id/snooze',
  operationId: 'wakeTicket',
  summary: 'Take a ticket up that was put aside',
  description: 'One that is not put aside stays as it is.',
  tag: 'tickets',
  permission: 'ticket:write',
  params,
  answers: { 200: TicketView },
  example: { params: { id: exampleTicket.id }, answer: exampleTicketView },
  async handle({ context, params: { id: ticketId }, request }) {
    const version = expectedVersion(request.headers, encodeId('ticket', ticketId))
    return answerTicket(context, await wakeTicket(context, { ticketId, expectedVersion: version }))
  },
})
