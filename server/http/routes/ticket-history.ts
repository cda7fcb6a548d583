import { Type } from 'typebox'
import {
  linkKinds,
  linkTickets,
  presentLink,
  presentTimelineItem,
  readLinks,
  readTimeline,
  unlinkTickets,
} from '../../modules/tickets/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, nullable, oneOf, pageOf } from '../schemas.ts'
import { exampleTicket } from './ticket-example.ts'
import { LinkSchema, MessageSchema } from './ticket-schemas.ts'

/** What happened to a ticket, and what it belongs to. */
export function ticketHistoryRoutes(): Route[] {
  return [timelineRoute, linksRoute, linkRoute, unlinkRoute]
}

const params = Type.Object({ id: id('ticket') })
const exampleParams = { id: exampleTicket.id }
const notFound = () => new AppError('not_found', 'There is no such ticket.')
const record = Type.Record(Type.String(), Type.Unknown())

const TimelineItem = component('TimelineItem', {
  kind: oneOf(['event', 'message']),
  seq: Type.Integer({ description: 'Place in the workspace’s log.' }),
  id: id('event'),
  ticketId: id('ticket', { description: 'Another one where it was said on a ticket merged into this one.' }),
  type: Type.String(),
  at: instant(),
  actor: Type.Object({ kind: Type.String(), id: Type.String(), name: nullable(Type.String()) }),
  cause: nullable(record),
  data: record,
  message: nullable(MessageSchema),
})

const exampleEvent = {
  kind: 'event',
  seq: 41,
  id: 'evt_01jqzv5k3mf8tbn2c4d6e7g9ha',
  ticketId: exampleTicket.id,
  type: 'ticket.classified',
  at: '2026-11-20T09:00:00.000Z',
  actor: { kind: 'token', id: 'token_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'partner' },
  cause: { rules: ['payment-words'] },
  data: { from: 'created', to: 'classified', by: 'rule', queue: 'payments', priority: 'high' },
  message: null,
} as const

const timelineRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/timeline',
  operationId: 'readTimeline',
  summary: 'Read the history of a ticket',
  description:
    'Events and messages in one order, oldest first, with what was said on the tickets merged into this one; ' +
    '`after` is the `seq` of the last item seen. With `offer:read` staff read the `note` of whoever declined in the `data` ' +
    'of `offer.declined`.',
  tag: 'tickets',
  permission: 'ticket:read',
  params,
  query: Type.Object({
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 200 })),
  }),
  answers: { 200: pageOf('TimelinePage', TimelineItem) },
  example: { params: exampleParams, answer: { data: [exampleEvent], page: { next: null } } },
  async handle({ context, params: { id: ticketId }, query }) {
    const limit = query.limit ?? 200
    const items = await readTimeline(context, { ticketId, after: query.after ?? 0, limit: limit + 1 })
    if (items === null) throw notFound()
    const shown = items.slice(0, limit)
    const next = items.length > limit ? String(shown.at(-1)?.event.seq ?? '') : null
    return { data: shown.map(presentTimelineItem), page: { next } }
  },
})

const LinkList = component('TicketLinkList', { data: Type.Array(LinkSchema) })
const exampleLink = {
  id: 'link_01jqzv5k3mf8tbn2c4d6e7g9ha',
  kind: 'duplicate',
  direction: 'outgoing',
  ticket: {
    id: exampleTicket.id,
    number: 10002,
    issueSummary: 'Cannot join lobby',
    status: 'classified',
    statusCategory: 'new',
  },
  createdAt: '2026-11-20T09:10:00.000Z',
} as const
const linkExample = { params: exampleParams, answer: { data: [exampleLink] } }

const linksRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/links',
  operationId: 'listLinks',
  summary: 'Read what a ticket belongs to',
  tag: 'tickets',
  permission: 'ticket:read',
  params,
  answers: { 200: LinkList },
  example: linkExample,
  async handle({ context, params: { id: ticketId } }) {
    const links = await readLinks(context, { ticketId })
    if (links === null) throw notFound()
    return { data: links.map(presentLink) }
  },
})

const linkRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/:id/links',
  operationId: 'linkTickets',
  summary: 'Link a ticket to another',
  description:
    'Says what the other is to this one: its parent, what it duplicates, the problem that caused it, what it is blocked ' +
    'by, or just related. Refused with 409 where links of one kind would lead round in a circle, and for a second parent.',
  tag: 'tickets',
  permission: 'ticket:write',
  params,
  body: component('TicketLinkAdd', { kind: oneOf(linkKinds), ticketId: id('ticket') }),
  answers: { 200: LinkList },
  example: { ...linkExample, body: { kind: 'duplicate', ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9hb' } },
  async handle({ context, params: { id: ticketId }, body }) {
    const links = await linkTickets(context, { ticketId, kind: body.kind, otherTicketId: body.ticketId })
    if (links === null) throw notFound()
    return { data: links.map(presentLink) }
  },
})

const unlinkRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/tickets/:id/links/:linkId',
  operationId: 'unlinkTickets',
  summary: 'Remove a link',
  tag: 'tickets',
  permission: 'ticket:write',
  params: Type.Object({ id: id('ticket'), linkId: id('link') }),
  answers: { 200: LinkList },
  example: { params: { ...exampleParams, linkId: exampleLink.id }, answer: { data: [] } },
  async handle({ context, params: { id: ticketId, linkId } }) {
    const links = await unlinkTickets(context, { ticketId, linkId })
    if (links === null) throw notFound()
    return { data: links.map(presentLink) }
  },
})
