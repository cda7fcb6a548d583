import { Type } from 'typebox'
import {
  agentKinds,
  type AgentQuery,
  archiveAgent,
  createAgent,
  type EndpointCheck,
  getAgent,
  listAgents,
  parseSkillFilter,
  parseRating,
  presentAgent,
  updateAgent,
} from '../../modules/agents/index.ts'
import { agentDefaults, requireCalendar, requireKnownWords } from '../../modules/workflow/index.ts'
import { listRoster } from '../../modules/routing/index.ts'
import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { defineCursor } from '../cursor.ts'
import { etagOf, expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, language, listQuery, oneOf, pageOf } from '../schemas.ts'
import { agentPresenceRoutes } from './agents-presence.ts'
import {
  agentIdOf,
  agentParams,
  agentSchema,
  exampleAgent,
  exampleWorkload,
  found,
  listedAgentSchema,
  name,
  noSuchAgent,
  optionalDetails,
  slug,
} from './agents-schema.ts'

/** What the agents' routes need besides the request. */
export interface AgentService {
  /** Judges the endpoint of a bot or partner. */
  readonly checkEndpoint: EndpointCheck
}

/** Agents: list, create, read, change, archive; presence and workload. The id may be `me`. */
export function agentRoutes(service: AgentService): Route[] {
  return [listRoute, createRoute(service), getRoute, updateRoute(service), archiveRoute, ...agentPresenceRoutes()]
}

const cursor = defineCursor('agents', Type.String())

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/agents',
  operationId: 'listAgents',
  summary: 'List agents',
  description:
    'Newest first. `skill=payments>=3` asks for a level, `language=pt` also finds `pt-BR`, `rating=gt 3 && lte 4.5` those ' +
    'whose rating meets the expression (`gt`, `gte`, `lt`, `lte`, `&&`, `||`, brackets; a bare figure asks for just that, ' +
    'and who has no rating meets none); `include=workload` adds what each holds and the queues it serves.',
  tag: 'agents',
  permission: 'agents:read',
  query: listQuery({
    skill: Type.Optional(Type.String({ maxLength: 80, examples: ['payments>=3'] })),
    language: Type.Optional(language()),
    queue: Type.Optional(slug()),
    kind: Type.Optional(oneOf(agentKinds)),
    rating: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, examples: ['gte 4'], description: 'A rating expression.' }),
    ),
    include: Type.Optional(oneOf(['workload'])),
  }),
  answers: { 200: pageOf('AgentPage', listedAgentSchema) },
  example: {
    query: { skill: 'payments>=3', include: 'workload' },
    answer: { data: [{ ...exampleAgent, workload: exampleWorkload }], page: { next: null } },
  },
  async handle({ context, query: { skill, rating, after, limit = 50, include, ...filters } }) {
    const wanted = skill === undefined ? {} : { skill: skillOf(skill) }
    const rated = rating === undefined ? {} : { rating: ratingOf(rating) }
    const query = { ...filters, ...wanted, ...rated, before: cursor.read(after), limit }
    const { data, next } = include === undefined ? await plainPage(context, query) : await rosterPage(context, query)
    return { data, page: { next: next === null ? null : cursor.write(next) } }
  },
})

async function plainPage(context: Context, query: AgentQuery) {
  const { agents, next } = await listAgents(context, query)
  return { data: agents.map(presentAgent), next }
}

async function rosterPage(context: Context, query: AgentQuery) {
  const { agents, next } = await listRoster(context, query)
  return { data: agents.map(({ agent, workload }) => ({ ...presentAgent(agent), workload })), next }
}

const createRoute = ({ checkEndpoint }: AgentService) =>
  defineRoute({
    method: 'POST',
    url: '/v1/agents',
    operationId: 'createAgent',
    summary: 'Add an agent',
    description: 'A person, bot or partner; offline until its presence is set.',
    tag: 'agents',
    permission: 'agents:write',
    body: component('AgentCreate', { name, kind: Type.Optional(oneOf(agentKinds)), ...optionalDetails }),
    answers: { 201: agentSchema },
    example: { body: { name: 'Ana Reis', skills: { payments: 3 }, queues: ['payments'] }, answer: exampleAgent },
    async handle({ context, body }) {
      await requireKnownWords(context, body)
      await requireCalendar(context, { pointer: '/shift', slug: body.shift ?? null })
      const described = { ...(await agentDefaults(context)), ...body }
      const agent = presentAgent(await createAgent(context, described, checkEndpoint))
      return answer(201, agent, { location: `/v1/agents/${agent.id}`, etag: etagOf(agent.id, agent.version) })
    },
  })

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/agents/:id',
  operationId: 'getAgent',
  summary: 'Read an agent',
  tag: 'agents',
  permission: 'signed-in',
  params: agentParams,
  answers: { 200: agentSchema, 304: null },
  example: { params: { id: exampleAgent.id }, answer: exampleAgent },
  async handle({ context, params, request }) {
    const agent = found(await getAgent(context, { agentId: agentIdOf(context, params.id) }))
    return versionedAnswer(request.headers, presentAgent(agent))
  },
})

const updateRoute = ({ checkEndpoint }: AgentService) =>
  defineRoute({
    method: 'PATCH',
    url: '/v1/agents/:id',
    operationId: 'updateAgent',
    summary: 'Change an agent',
    description: 'Only what is named changes. Work in hand above a lowered capacity may be finished.',
    tag: 'agents',
    permission: 'agents:write',
    params: agentParams,
    body: component('AgentUpdate', { name: Type.Optional(name), ...optionalDetails }),
    answers: { 200: agentSchema },
    example: { params: { id: exampleAgent.id }, body: { capacityUnits: 60 }, answer: exampleAgent },
    async handle({ context, params, body, request }) {
      const agentId = agentIdOf(context, params.id)
      await requireCalendar(context, { pointer: '/shift', slug: body.shift ?? null })
      const version = expectedVersion(request.headers, encodeId('agent', agentId))
      await requireKnownWords(context, body)
      const change = { agentId, changes: body, expectedVersion: version }
      return versionedAnswer({}, presentAgent(found(await updateAgent(context, change, checkEndpoint))))
    },
  })

const archiveRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/agents/:id',
  operationId: 'archiveAgent',
  summary: 'Archive an agent',
  description:
    'It goes offline and is offered nothing more; work it has in hand waits in its queues again, what it did stays.',
  tag: 'agents',
  permission: 'agents:write',
  params: Type.Object({ id: id('agent') }),
  answers: { 204: null },
  example: { params: { id: exampleAgent.id } },
  async handle({ context, params: { id: agentId }, request }) {
    const version = expectedVersion(request.headers, encodeId('agent', agentId))
    if (!(await archiveAgent(context, { agentId, expectedVersion: version }))) throw noSuchAgent()
    return answer(204)
  },
})

function ratingOf(text: string) {
  const read = parseRating(text)
  if (read.ok) return read.expression
  throw refuseField('rating', 'invalid_rating', `At character ${read.at + 1}: ${read.message}`)
}

function skillOf(text: string) {
  const skill = parseSkillFilter(text)
  if (skill === null) throw refuseField('skill', 'wrong_form', 'Write a skill, or a skill and a level: payments>=3.')
  return skill
}
