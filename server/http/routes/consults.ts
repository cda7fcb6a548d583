import { Type } from 'typebox'
import { consultRoles, listConsults, presentConsult } from '../../modules/handling/index.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'
import { agentIdOf } from './agents-schema.ts'
import { exampleBrief, ticketBrief } from './offer-schemas.ts'

/** Consults: listed. They are asked and ended at their task. */
export function consultRoutes(): Route[] {
  return [listRoute]
}

const cursor = defineCursor('consults', Type.String())
const consultStates = ['open', 'ended'] as const
const agentRef = () => Type.Object({ id: id('agent'), name: Type.String() })

const ConsultSchema = component('Consult', {
  id: id('consult'),
  state: oneOf(consultStates),
  taskId: id('task'),
  ticketId: id('ticket'),
  agent: agentRef(),
  from: agentRef(),
  kind: Type.String({ description: 'Of the task.' }),
  queue: Type.String(),
  channel: Type.String(),
  createdAt: instant(),
  endedAt: nullable(instant()),
  endReason: nullable(
    Type.String({
      description:
        '`ended` by one of the two, `handed_over` to who was asked, `task_moved`, or `not_reached`: its endpoint was away.',
    }),
  ),
  ticket: Type.Object(ticketBrief),
})

const exampleConsult = {
  id: 'consult_01jqzv5k3mf8tbn2c4d6e7g9ha',
  state: 'open',
  taskId: 'task_01jqzv5k3mf8tbn2c4d6e7g9ha',
  ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  agent: { id: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Ana Reis' },
  from: { id: 'agent_01jqzv5k3mf8tbn2c4d6e7g9hb', name: 'Caio Silva' },
  kind: 'ticket',
  queue: 'payments',
  channel: 'email',
  createdAt: '2026-11-20T09:02:00.000Z',
  endedAt: null,
  endReason: null,
  ticket: exampleBrief,
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/consults',
  operationId: 'listConsults',
  summary: 'List consults',
  description:
    'Oldest first: who asks (`from`) keeps the task, and `agent` is asked about it. With `offer:read` or `agents:act` ' +
    'those in scope, else your own. `agent=me` are yours on either side, narrowed by `role`.',
  tag: 'routing',
  permission: 'signed-in',
  query: listQuery({
    agent: Type.Optional(Type.Union([id('agent'), Type.Literal('me')])),
    role: Type.Optional(oneOf(consultRoles, { description: 'Of `agent`: the one who asks or who is asked.' })),
    state: Type.Optional(oneOf(consultStates)),
  }),
  answers: { 200: pageOf('ConsultPage', ConsultSchema) },
  example: { query: { state: 'open' }, answer: { data: [exampleConsult], page: { next: null } } },
  async handle({ context, query: { agent, role = null, state, after, limit = 50 } }) {
    const agentId = agent === undefined ? null : agentIdOf(context, agent)
    const filter = { agentId, role, isOpen: state === undefined ? null : state === 'open' }
    const consults = await listConsults(context, { filter, after: cursor.read(after), limit: limit + 1 })
    const now = context.now()
    return pageFrom(consults, limit, {
      next: (last) => cursor.write(last.id),
      item: (consult) => presentConsult(consult, now),
    })
  },
})
