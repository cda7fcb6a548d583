import { Type } from 'typebox'
import {
  explainSla,
  linkKinds,
  linkTickets,
  presentExplainedClock,
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

/** What happened to a ticket, how its clocks were counted, and what it belongs to. */
export function ticketHistoryRoutes(): Route[] {
  return [timelineRoute, slaRoute, explainRoute, linksRoute, linkRoute, unlinkRoute]
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
    '`after` is the `seq` of the last item seen.',
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

const Segment = Type.Object({
  from: instant(),
  to: instant(),
  counted: Type.Boolean(),
  reason: Type.String(),
  policy: Type.String({ description: 'In force then.' }),
  calendar: Type.String({ description: 'By whose hours it was counted.' }),
  isForecast: Type.Boolean({ description: 'Will be counted if nothing happens.' }),
})

const ClockLedgerEntry = Type.Object({
  at: instant(),
  kind: oneOf(['start', 'pause', 'resume', 'fulfil', 'retarget', 'breach', 'cancel', 'not_applicable']),
  reason: nullable(Type.String({ description: 'A status category, `priority`, `policy`, `merged`, `reopened`...' })),
  policy: Type.String(),
  calendar: Type.String(),
  targetMs: Type.Integer(),
})

const ClockStep = Type.Object({
  kind: oneOf(['warning', 'breach', 'escalation']),
  percent: Type.Integer({ description: 'Share of the target; 100 is the due time.' }),
  at: instant({ description: 'When it is reached if nothing happens.' }),
  hasFired: Type.Boolean(),
  notify: Type.Array(Type.String()),
  priority: nullable(Type.String()),
  queue: nullable(Type.String()),
  openCase: nullable(Type.String()),
})

const ExplainedClock = component('ExplainedClock', {
  id: id('clock'),
  metric: oneOf(['firstResponse', 'nextResponse', 'periodicUpdate', 'resolution']),
  instance: Type.Integer(),
  policy: Type.String(),
  policyLabel: Type.String(),
  calendar: Type.String(),
  zone: nullable(Type.String({ description: 'Of the calendar.' })),
  targetMs: Type.Integer(),
  attachedLate: Type.Boolean({
    description: 'The policy came after the ticket; it counts from creation all the same.',
  }),
  state: Type.String(),
  startedAt: nullable(instant()),
  asOf: nullable(instant()),
  dueAt: nullable(instant()),
  metAt: nullable(instant()),
  breachedAt: nullable(instant()),
  elapsedMs: Type.Integer(),
  remainingMs: Type.Integer(),
  segments: Type.Array(Segment, { description: 'Counted ones sum to `elapsedMs`, with the forecast to the target.' }),
  ledger: Type.Array(ClockLedgerEntry, { description: 'Everything that happened to it, the earliest first.' }),
  steps: Type.Array(ClockStep, {
    description: 'Warnings, breach and escalations of a clock that runs; none for a past instant.',
  }),
})

const ClockList = component('ClockList', { clocks: Type.Array(ExplainedClock) })
const exampleClock = {
  id: 'clock_01jqzv5k3mf8tbn2c4d6e7g9ha',
  metric: 'firstResponse',
  instance: 1,
  policy: 'always-on',
  policyLabel: 'Always on',
  calendar: 'always',
  zone: 'UTC',
  targetMs: 900_000,
  attachedLate: false,
  state: 'running',
  startedAt: '2026-11-20T09:00:00.000Z',
  asOf: '2026-11-20T09:05:00.000Z',
  dueAt: '2026-11-20T09:15:00.000Z',
  metAt: null,
  breachedAt: null,
  elapsedMs: 300_000,
  remainingMs: 600_000,
  segments: [
    {
      from: '2026-11-20T09:00:00.000Z',
      to: '2026-11-20T09:05:00.000Z',
      counted: true,
      reason: 'open',
      policy: 'always-on',
      calendar: 'always',
      isForecast: false,
    },
  ],
  ledger: [
    {
      at: '2026-11-20T09:00:00.000Z',
      kind: 'start',
      reason: null,
      policy: 'always-on',
      calendar: 'always',
      targetMs: 900_000,
    },
  ],
  steps: [
    {
      kind: 'breach',
      percent: 100,
      at: '2026-11-20T09:15:00.000Z',
      hasFired: false,
      notify: [],
      priority: null,
      queue: null,
      openCase: null,
    },
  ],
} as const

const slaRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/sla',
  operationId: 'readSla',
  summary: 'Read the clocks of a ticket',
  tag: 'clocks',
  permission: 'sla:read',
  params,
  answers: { 200: ClockList },
  example: { params: exampleParams, answer: { clocks: [exampleClock] } },
  async handle({ context, params: { id: ticketId } }) {
    const clocks = await explainSla(context, { ticketId, asOf: null })
    if (clocks === null) throw notFound()
    return { clocks: clocks.map(presentExplainedClock) }
  },
})

const explainRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/sla/explain',
  operationId: 'explainSla',
  summary: 'Explain the clocks of a ticket second by second',
  description: 'Every stretch counted or skipped and why; `asOf` recomputes them for any past instant.',
  tag: 'clocks',
  permission: 'sla:read',
  params,
  query: Type.Object({ asOf: Type.Optional(instant()) }),
  answers: { 200: ClockList },
  example: { params: exampleParams, answer: { clocks: [exampleClock] } },
  async handle({ context, params: { id: ticketId }, query }) {
    const asOf = query.asOf === undefined ? null : Date.parse(query.asOf)
    const clocks = await explainSla(context, { ticketId, asOf })
    if (clocks === null) throw notFound()
    return { clocks: clocks.map(presentExplainedClock) }
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
