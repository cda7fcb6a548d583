import { Type } from 'typebox'
import { getWorkload, presenceStates, presentAgent, presentWorkload, setPresence } from '../../modules/agents/index.ts'
import { requirePresenceReason } from '../../modules/workflow/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'
import { agentIdOf, agentParams, agentSchema, exampleAgent, found, noSuchAgent } from './agents-schema.ts'

/** What an agent is doing: its presence, and what it holds. */
export function agentPresenceRoutes(): Route[] {
  return [presenceRoute, workloadRoute]
}

const presenceRoute = defineRoute({
  method: 'PUT',
  url: '/v1/agents/:id/presence',
  operationId: 'setPresence',
  summary: 'Set an agent’s presence',
  description:
    'Your own, or any in scope with `agents:act`. A person’s own lasts while the console is connected; one set for ' +
    'others stays until changed, or for `ttlSeconds`. Leaving `available` takes pending offers back, unless `keepOffers` ' +
    'says otherwise. Who is `draining` is offered nothing more and goes offline with the end of the last work in hand. ' +
    'An agent whose member may answer no offers is not made `available` (403). ' +
    'A `reason` is one of the workflow’s list, or any code where the workflow has no list.',
  tag: 'agents',
  permission: 'signed-in',
  load: 'accept',
  params: agentParams,
  body: component('PresenceSet', {
    state: oneOf(presenceStates),
    reason: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 63, pattern: '^[a-z0-9][a-z0-9_-]*$' }))),
    keepOffers: Type.Optional(Type.Boolean({ description: 'Pending offers stay to be answered; false by default.' })),
    ttlSeconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 7 * 24 * 3600 })),
  }),
  answers: { 200: agentSchema },
  example: { params: { id: 'me' }, body: { state: 'available' }, answer: exampleAgent },
  async handle({ context, params, body: { reason = null, ...presence } }) {
    const agentId = agentIdOf(context, params.id)
    await requirePresenceReason(context, reason)
    const isOwn = context.principal.kind === 'member' && context.principal.agentId === agentId
    const source = isOwn && presence.ttlSeconds === undefined ? 'socket' : 'api'
    return presentAgent(found(await setPresence(context, { agentId, reason, source, ...presence })))
  },
})

const workloadRoute = defineRoute({
  method: 'GET',
  url: '/v1/agents/:id/workload',
  operationId: 'getWorkload',
  summary: 'Read what an agent holds',
  description: '`byChannel` is in units and sums to used and reserved together.',
  tag: 'agents',
  permission: 'signed-in',
  params: agentParams,
  answers: {
    200: component('Workload', {
      usedUnits: Type.Integer(),
      reservedUnits: Type.Integer(),
      capacityUnits: Type.Integer(),
      byChannel: Type.Record(Type.String(), Type.Integer()),
      tasks: Type.Array(
        Type.Object({
          id: id('task'),
          ticketId: id('ticket'),
          offerId: id('offer'),
          kind: Type.String(),
          channel: Type.String(),
          queue: Type.String(),
          state: Type.String(),
          units: Type.Integer(),
          since: instant(),
        }),
      ),
    }),
  },
  example: {
    params: { id: exampleAgent.id },
    answer: { usedUnits: 33, reservedUnits: 0, capacityUnits: 100, byChannel: { 'live-chat': 33 }, tasks: [] },
  },
  async handle({ context, params }) {
    const workload = await getWorkload(context, { agentId: agentIdOf(context, params.id) })
    if (workload === null) throw noSuchAgent()
    return presentWorkload(workload)
  },
})
