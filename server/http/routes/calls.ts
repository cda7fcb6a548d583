import { Type } from 'typebox'
import { presentCall, type ShownCall } from '../../modules/calls/index.ts'
import { createCall, getCall, hangUpCall, listCalls, requestCallback } from '../../modules/voice/index.ts'
import { AppError } from '../../platform/errors.ts'
import { Answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, listQuery, oneOf, pageOf } from '../schemas.ts'
import { CallCreate, CallSchema, exampleCall, exampleCallRequest } from './call-schemas.ts'

/** Calls of any exchange: taken in, read, hung up, called back. */
export function callRoutes(): Route[] {
  return [createRoute, listRoute, getRoute, hangUpRoute, callbackRoute]
}

const cursor = defineCursor('calls', Type.String())
const params = Type.Object({ id: id('call') })
const ended = { ...exampleCall, endedAt: '2026-11-20T09:04:10.000Z', endedBy: 'customer' as const }

const createRoute = defineRoute({
  method: 'POST',
  url: '/v1/calls',
  operationId: 'createCall',
  summary: 'Take a call in',
  description:
    'Makes a ticket of the channel `voice` with a task of kind `call`, queued and offered like any other; offers carry the ' +
    '`callRef` by which your exchange bridges the line. While a call with this `callRef` is live it is answered again (200).',
  tag: 'calls',
  permission: 'ticket:write',
  load: 'create',
  idempotency: 'own',
  body: CallCreate,
  answers: { 201: CallSchema, 200: CallSchema },
  example: { body: exampleCallRequest, status: 201, answer: exampleCall },
  async handle({ context, body, idempotency }) {
    const made = await createCall(context, { request: body, key: idempotency })
    const headers = { ...made.headers, ...(made.isReplay && { 'idempotent-replayed': 'true' }) }
    return new Answer(made.status, made.body, headers, made.mediaType)
  },
})

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/calls',
  operationId: 'listCalls',
  summary: 'List calls',
  description: 'Newest first; those of one reference or one ticket when asked for.',
  tag: 'calls',
  permission: 'ticket:read',
  query: listQuery({
    callRef: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[!-~]*$' })),
    ticketId: Type.Optional(id('ticket')),
  }),
  answers: { 200: pageOf('CallPage', CallSchema) },
  example: { query: { limit: '20' }, answer: { data: [exampleCall], page: { next: null } } },
  async handle({ context, query: { callRef = null, ticketId = null, after, limit = 50 } }) {
    const calls = await listCalls(context, { callRef, ticketId, before: cursor.read(after), limit: limit + 1 })
    return pageFrom(calls, limit, { next: (last) => cursor.write(last.id), item: presentCall })
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/calls/:id',
  operationId: 'getCall',
  summary: 'Read a call',
  tag: 'calls',
  permission: 'ticket:read',
  params,
  answers: { 200: CallSchema },
  example: { params: { id: exampleCall.id }, answer: exampleCall },
  async handle({ context, params: { id: callId } }) {
    return present(await getCall(context, { callId }))
  },
})

const hangUpRoute = defineRoute({
  method: 'POST',
  url: '/v1/calls/:id/hang-up',
  operationId: 'hangUpCall',
  summary: 'Say that the line is dead',
  description:
    'An answered call ends with its task and its ticket keeps its status. One that still waits is `abandoned`: its ticket ' +
    'is closed, called back or kept, as its queue says (`abandonedCalls`). A call that has ended is answered as it is.',
  tag: 'calls',
  permission: 'ticket:write',
  params,
  body: component('CallHangUp', { by: oneOf(['customer', 'agent']) }),
  answers: { 200: CallSchema },
  example: {
    params: { id: exampleCall.id },
    body: { by: 'customer' },
    answer: { ...ended, state: 'abandoned', endReason: 'abandoned' },
  },
  async handle({ context, params: { id: callId }, body: { by } }) {
    return present(await hangUpCall(context, { callId, by }))
  },
})

const callbackRoute = defineRoute({
  method: 'POST',
  url: '/v1/calls/:id/callback',
  operationId: 'requestCallback',
  summary: 'Call back instead of waiting',
  description:
    'The caller gives up the line and keeps its place: the call ends, its task becomes a `callback` with the entry time and ' +
    'rank it had. With `at` it waits from then on. An answered call is refused with 409, one from a withheld number with 400.',
  tag: 'calls',
  permission: 'ticket:write',
  params,
  body: component('CallbackRequest', { at: Type.Optional(instant({ description: 'Not before; within 30 days.' })) }),
  answers: { 200: CallSchema },
  example: {
    params: { id: exampleCall.id },
    body: {},
    answer: { ...ended, state: 'ended', endReason: 'callback', callback: { dial: exampleCall.from, notBefore: null } },
  },
  async handle({ context, params: { id: callId }, body: { at } }) {
    return present(await requestCallback(context, { callId, at: at === undefined ? null : Date.parse(at) }))
  },
})

function present(call: ShownCall | null) {
  if (call === null) throw new AppError('not_found', 'There is no such call.')
  return presentCall(call)
}
