import { Type } from 'typebox'
import { assignTicket, transitionTicket, unassignTicket } from '../../modules/handling/index.ts'
import { sayOnTicket } from '../../modules/merging/index.ts'
import {
  messageFor,
  presentMessage,
  readMessages,
  type Ticket,
  viewTicket,
  visibilities,
} from '../../modules/tickets/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Answer } from '../answer.ts'
import { expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, oneOf, pageOf } from '../schemas.ts'
import { attachments } from './file-schemas.ts'
import { exampleMessage, exampleTicket, exampleTicketView } from './ticket-example.ts'
import { MessageSchema, SaidMessageSchema, TicketView } from './ticket-schemas.ts'

/** What people do with a ticket: move it, take it, say something on it. */
export function ticketActionRoutes(): Route[] {
  return [transitionRoute, assignRoute, unassignRoute, listMessagesRoute, addMessageRoute]
}

const params = Type.Object({ id: id('ticket') })
const example = { params: { id: exampleTicket.id }, answer: exampleTicketView }

async function answerTicket(context: Context, ticket: Ticket | null): Promise<Answer> {
  if (ticket === null) throw new AppError('not_found', 'There is no such ticket.')
  return versionedAnswer({}, await viewTicket(context, ticket))
}

const text = (maxLength: number) => Type.Optional(Type.String({ minLength: 1, maxLength }))

const transitionRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/:id/transitions',
  operationId: 'transitionTicket',
  summary: 'Move a ticket to a status',
  description:
    'One call may cross several stages when it holds every fact the guards between ask for; otherwise 409 names the ' +
    'missing facts (`missing`), what bars the way for the caller, as a role or an open case (`barredBy`), and the ' +
    'next statuses that are legal for them. What it tells of cause, correction and resolution is kept, asked for or not.',
  tag: 'tickets',
  permission: 'ticket:write',
  params,
  body: component('Transition', {
    to: Type.String({ minLength: 1, maxLength: 100 }),
    note: text(20_000),
    cause: Type.Optional(Type.Object({ code: text(100), text: text(4000) })),
    correction: Type.Optional(Type.Object({ text: text(4000), change: text(400) })),
    solutionCheck: Type.Optional(oneOf(['passed', 'failed'])),
    resolution: text(4000),
    fields: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        maxProperties: 100,
        description: 'Custom fields, merged into those there are; a status may ask for some.',
      }),
    ),
    expectedVersion: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  answers: { 200: TicketView },
  example: { ...example, body: { to: 'diagnosing', note: 'Reproduced on the EU shard.' } },
  handle: async ({ context, params: { id: ticketId }, body }) =>
    answerTicket(context, await transitionTicket(context, { ticketId, ...body })),
})

const assignRoute = defineRoute({
  method: 'PUT',
  url: '/v1/tickets/:id/assignee',
  operationId: 'assignTicket',
  summary: 'Give a ticket to an agent by hand',
  description: 'What goes over the agent’s room is recorded as forced.',
  tag: 'tickets',
  permission: 'ticket:assign',
  params,
  body: component('Assignment', { agentId: id('agent') }),
  answers: { 200: TicketView },
  example: { ...example, body: { agentId: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha' } },
  async handle({ context, params: { id: ticketId }, body: { agentId }, request }) {
    const version = expectedVersion(request.headers, encodeId('ticket', ticketId))
    return answerTicket(context, await assignTicket(context, { ticketId, agentId, expectedVersion: version }))
  },
})

const unassignRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/tickets/:id/assignee',
  operationId: 'unassignTicket',
  summary: 'Take a ticket from its assignee',
  description: 'Its task waits again at its old rank.',
  tag: 'tickets',
  permission: 'ticket:assign',
  params,
  answers: { 200: TicketView },
  example,
  async handle({ context, params: { id: ticketId }, request }) {
    const version = expectedVersion(request.headers, encodeId('ticket', ticketId))
    return answerTicket(context, await unassignTicket(context, { ticketId, expectedVersion: version }))
  },
})

const listMessagesRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/messages',
  operationId: 'listMessages',
  summary: 'Read what was said on a ticket',
  description: 'Oldest first; `after` is the `seq` of the last message seen. Customers see public messages only.',
  tag: 'tickets',
  permission: 'message:read',
  params,
  query: Type.Object({
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  }),
  answers: { 200: pageOf('MessagePage', MessageSchema) },
  example: { params: example.params, answer: { data: [exampleMessage], page: { next: null } } },
  async handle({ context, params: { id: ticketId }, query }) {
    const limit = query.limit ?? 50
    const messages = await readMessages(context, { ticketId, after: query.after ?? 0, limit: limit + 1 })
    if (messages === null) throw new AppError('not_found', 'There is no such ticket.')
    const shown = messages.slice(0, limit)
    const next = messages.length > limit ? String(shown.at(-1)?.seq ?? '') : null
    return { data: shown.map(presentMessage), page: { next } }
  },
})

const addMessageRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/:id/messages',
  operationId: 'addMessage',
  summary: 'Say something on a ticket',
  description:
    'A public reply answers the clocks it answers; an internal one is never shown to the customer. With `clientId` a ' +
    'repeated message is said once; with `lastSeenSeq` newer public messages are a conflict. What is said to a merged ' +
    'ticket is kept on the one it goes on in, and a customer’s reply to one closed longer than the reopen window on a ' +
    'follow-up: `detour` then names that ticket. Files are uploaded first and attached here, each once; who may read ' +
    'the message may read them.',
  tag: 'tickets',
  permission: 'signed-in',
  load: 'message',
  params,
  body: component('MessageAdd', {
    body: Type.Optional(
      Type.String({ maxLength: 20_000, default: '', description: 'May be left out where a file is attached.' }),
    ),
    visibility: Type.Optional(oneOf(visibilities, { default: 'public' })),
    question: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Asked of the partner, with visibility `partner`: the ticket waits for its answer.',
      }),
    ),
    clientId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    as: Type.Optional(
      oneOf(['customer'], { description: 'Says it for the customer, as a caller that speaks for it may.' }),
    ),
    agentId: Type.Optional(
      id('agent', { description: 'Says it as this agent, with `agents:act`. The word of a bot answers no clock.' }),
    ),
    lastSeenSeq: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })),
    attachments: Type.Optional(attachments('Files you uploaded with `POST /v1/files`, in this order.')),
    mentions: Type.Optional(
      Type.Array(id('agent'), {
        maxItems: 50,
        description:
          'Agents an internal note names, beside those its text names as `@ines.duarte`; they are told and follow.',
      }),
    ),
  }),
  answers: { 201: SaidMessageSchema },
  example: {
    params: example.params,
    body: { body: 'I am looking at it now.' },
    status: 201,
    answer: { ...exampleMessage, detour: null },
  },
  async handle({ context, params: { id: ticketId }, body }) {
    const said = await sayOnTicket(context, {
      ticketId,
      body: body.body ?? '',
      fileIds: body.attachments ?? [],
      visibility: body.visibility ?? 'public',
      isQuestion: body.question ?? false,
      clientId: body.clientId ?? null,
      asCustomer: body.as === 'customer',
      asAgentId: body.agentId ?? null,
      lastSeenSeq: body.lastSeenSeq ?? null,
      ...(body.mentions !== undefined && { mentions: body.mentions }),
    })
    if (said === null) throw new AppError('not_found', 'There is no such ticket.')
    const { ticket, message, detour } = said
    return {
      ...presentMessage(messageFor(context, message)),
      detour: detour && { reason: detour, ticketId: encodeId('ticket', ticket.id), number: ticket.number },
    }
  },
})
