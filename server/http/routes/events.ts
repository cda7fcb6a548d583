import { Type } from 'typebox'
import { type EventType, eventSchemas, eventTypes, presentEvent, readEvents } from '../../modules/events/index.ts'
import { refuseField } from '../../platform/errors.ts'
import { rawAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, nullable } from '../schemas.ts'
import { type EventService, startOf, streamEvents } from './events-stream.ts'

/** The event log: pages with long polling, a stream, and the catalogue of types. */
export function eventRoutes(service: EventService): Route[] {
  return [listRoute, streamRoute(service), typesRoute]
}

const named = () => Type.Object({ kind: Type.String(), id: Type.String() })

const eventSchema = component('Event', {
  seq: Type.Integer(),
  id: id('event'),
  type: Type.String(),
  at: instant(),
  subject: named(),
  ticketId: nullable(id('ticket')),
  actor: named(),
  cause: nullable(Type.Record(Type.String(), Type.Unknown())),
  data: Type.Record(Type.String(), Type.Unknown()),
})

const typesFilter = Type.Optional(
  Type.String({ maxLength: 2000, description: 'Types by comma.', examples: ['ticket.created,ticket.closed'] }),
)

const afterNumber = (options: object = {}) =>
  Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'The number after which to read.',
    ...options,
  })

const exampleEvent = {
  seq: 4711,
  id: 'evt_01jqzv5k3mf8tbn2c4d6e7g9ha',
  type: 'ticket.assigned',
  at: '2026-11-20T09:00:00.000Z',
  subject: { kind: 'ticket', id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha' },
  ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  actor: { kind: 'agent', id: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha' },
  cause: null,
  data: { agentId: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha', from: 'classified', to: 'assigned' },
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/events',
  operationId: 'listEvents',
  summary: 'Read the event log',
  description:
    'Oldest first and without gaps. Read on with `page.next` as `after`; with `wait` an empty answer comes only after ' +
    'that many seconds.',
  tag: 'events',
  permission: 'event:read',
  waits: true,
  query: Type.Object({
    after: Type.Optional(afterNumber({ default: 0 })),
    types: typesFilter,
    wait: Type.Optional(Type.Integer({ minimum: 0, maximum: 30, description: 'Seconds.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  }),
  answers: {
    200: Type.Object(
      { data: Type.Array(eventSchema), page: Type.Object({ next: Type.String() }) },
      { $id: 'EventPage' },
    ),
  },
  example: { query: { after: '4710' }, answer: { data: [exampleEvent], page: { next: '4711' } } },
  async handle({ context, query, request }) {
    const { events, next } = await readEvents(context, {
      after: query.after ?? 0,
      limit: query.limit ?? 50,
      waitMs: (query.wait ?? 0) * 1000,
      signal: request.signal,
      ...typesOf(query.types),
    })
    return { data: events.map(presentEvent), page: { next: String(next) } }
  },
})

const streamRoute = (service: EventService) =>
  defineRoute({
    method: 'GET',
    url: '/v1/events/stream',
    operationId: 'streamEvents',
    summary: 'Follow the event log',
    description:
      'Server-sent events. Begins after `Last-Event-ID` or `after`, else with what happens next. Ends when the token ' +
      'or session does.',
    tag: 'events',
    permission: 'event:read',
    waits: true,
    alsoAnswers: ['text/event-stream'],
    query: Type.Object({ after: Type.Optional(afterNumber()), types: typesFilter }),
    answers: { 200: null },
    example: { query: { after: '4710' } },
    async handle({ context, query, request }) {
      const after = startOf(context, request, query.after)
      const stream = await streamEvents(service, { context, request, after, ...typesOf(query.types) })
      return rawAnswer('text/event-stream', stream, { 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    },
  })

const typesRoute = defineRoute({
  method: 'GET',
  url: '/v1/events/types',
  operationId: 'listEventTypes',
  summary: 'List the types of events',
  description: 'With the JSON Schema of each type’s `data`.',
  tag: 'events',
  permission: 'signed-in',
  answers: {
    200: component('EventTypes', {
      data: Type.Array(Type.Object({ type: Type.String(), schema: Type.Record(Type.String(), Type.Unknown()) })),
    }),
  },
  example: { answer: { data: [] } },
  handle: () => ({ data: eventTypes.map((type) => ({ type, schema: jsonSchemaOf(type) })) }),
})

/** Without the library's own marks, which JSON leaves out. */
function jsonSchemaOf(type: EventType): Record<string, unknown> {
  return JSON.parse(JSON.stringify(eventSchemas[type])) as Record<string, unknown>
}

function typesOf(text: string | undefined): { types?: EventType[] } {
  if (text === undefined || text === '') return {}
  const known = new Set<string>(eventTypes)
  const wanted = text.split(',').map((type) => type.trim())
  const unknown = wanted.filter((type) => !known.has(type))
  if (unknown.length > 0)
    throw refuseField('types', 'not_allowed', `Not a type: ${unknown.join(', ')}. See /v1/events/types.`)
  return { types: wanted as EventType[] }
}
