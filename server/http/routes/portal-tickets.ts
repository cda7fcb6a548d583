import { Type } from 'typebox'
import {
  asCustomer,
  getPortalTicket,
  listPortalTickets,
  rateTicket,
  replyInPortal,
} from '../../modules/portal/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { decodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { defineCursor } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, language, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'
import { contentAnswer, contentFacts } from './file-content.ts'
import { attachments } from './file-schemas.ts'
import {
  exampleMessage,
  exampleTicket,
  PortalReplySchema,
  PortalTicketDetailSchema,
  PortalTicketSchema,
} from './portal-schemas.ts'

/** A customer’s own requests: seen in plain words, answered, rated. */
export function portalTicketRoutes(): Route[] {
  return [listRoute, getRoute, replyRoute, rateRoute, contentRoute]
}

const params = Type.Object({ id: id('ticket') })
const example = { params: { id: exampleTicket.id } }
const exampleDetail = { ...exampleTicket, messages: [exampleMessage] }
const cursor = defineCursor('portal-tickets', Type.String())
const noSuchTicket = () => new AppError('not_found', 'There is no such request.')
const inLanguage = { language: Type.Optional(language()) }

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/portal/tickets',
  operationId: 'listPortalTickets',
  summary: 'List one’s requests',
  description:
    'Newest first, each with its status in plain words and the last thing said. A request that goes on in another of ' +
    'one’s own is shown as that one.',
  tag: 'portal',
  permission: 'portal:use',
  query: listQuery({ state: Type.Optional(oneOf(['open', 'ended'])), ...inLanguage }),
  answers: { 200: pageOf('PortalTicketPage', PortalTicketSchema) },
  example: { query: { limit: '20' }, answer: { data: [exampleTicket], page: { next: null } } },
  async handle({ context, query: { state = null, language: words = null, after, limit = 50 } }) {
    const before = cursor.read(after)
    const tickets = await listPortalTickets(context, { state, language: words, before, limit: limit + 1 })
    const data = tickets.slice(0, limit)
    const last = tickets.length > limit ? decodeId('ticket', data.at(-1)?.id ?? '') : null
    return { data, page: { next: last === null ? null : cursor.write(last) } }
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/portal/tickets/:id',
  operationId: 'getPortalTicket',
  summary: 'Read one of one’s requests',
  description: 'With what was said in public. Another customer’s is 404.',
  tag: 'portal',
  permission: 'portal:use',
  params,
  query: Type.Object(inLanguage),
  answers: { 200: PortalTicketDetailSchema },
  example: { ...example, answer: exampleDetail },
  handle: ({ context, params: { id: ticketId }, query: { language: words = null } }) =>
    show(context, { ticketId, language: words }),
})

const replyRoute = defineRoute({
  method: 'POST',
  url: '/v1/portal/tickets/:id/messages',
  operationId: 'replyInPortal',
  summary: 'Reply on one’s request',
  description:
    'A reply ends a waiting for the customer. What is solved is opened again by it within the window, and followed up by a ' +
    'new request after it (`detour: follow_up`). With `clientId` a repeated reply is said once; another one under it is ' +
    '409. Files are uploaded first (`POST /v1/files`) and attached here.',
  tag: 'portal',
  permission: 'portal:use',
  load: 'message',
  params,
  body: component('PortalReplyAdd', {
    body: Type.Optional(
      Type.String({ maxLength: 10_000, default: '', description: 'May be left out where a file is attached.' }),
    ),
    clientId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    attachments: Type.Optional(attachments('Files you uploaded with `POST /v1/files`, in this order.')),
  }),
  answers: { 201: PortalReplySchema },
  example: {
    ...example,
    body: { body: 'It is still missing.' },
    answer: {
      ticketId: exampleTicket.id,
      number: exampleTicket.number,
      detour: null,
      message: { ...exampleMessage, from: 'you', name: 'Ana', body: 'It is still missing.' },
    },
  },
  async handle({ context, params: { id: ticketId }, body: { body = '', clientId = null, attachments: fileIds = [] } }) {
    const said = await replyInPortal(context, { ticketId, body, clientId, fileIds })
    if (said === null) throw noSuchTicket()
    return answer(201, said)
  },
})

const rateRoute = defineRoute({
  method: 'POST',
  url: '/v1/portal/tickets/:id/rating',
  operationId: 'rateTicket',
  summary: 'Rate a request',
  description: 'From 1 to 5; said again it is changed. One that is neither solved nor closed is 409.',
  tag: 'portal',
  permission: 'portal:use',
  params,
  body: component('TicketRating', {
    score: Type.Integer({ minimum: 1, maximum: 5 }),
    comment: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
  }),
  answers: { 200: PortalTicketDetailSchema },
  example: {
    ...example,
    body: { score: 5, comment: 'Quick and kind.' },
    answer: {
      ...exampleDetail,
      rating: { score: 5, comment: 'Quick and kind.', ratedAt: '2026-11-20T09:30:00.000Z' },
    },
  },
  async handle({ context, params: { id: ticketId }, body: { score, comment = null } }) {
    if (!(await rateTicket(context, { ticketId, score, comment }))) throw noSuchTicket()
    return show(context, { ticketId, language: null })
  },
})

const contentRoute = defineRoute({
  ...contentFacts,
  url: '/v1/portal/files/:id/content',
  operationId: 'readPortalFile',
  summary: 'Download a file of one’s request',
  description: 'What hangs on a message that the customer may read, always to be saved.',
  tag: 'portal',
  permission: 'portal:use',
  handle: ({ context, params: { id: fileId }, request }) => contentAnswer(asCustomer(context), fileId, request),
})

async function show(context: Context, asked: { ticketId: string; language: string | null }) {
  const found = await getPortalTicket(context, asked)
  if (found === null) throw noSuchTicket()
  return { ...found.ticket, messages: found.messages }
}
