import { Type } from 'typebox'
import {
  acceptances,
  type Agent,
  agentKinds,
  mostEndpointConcurrency,
  presenceStates,
} from '../../modules/agents/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { component, id, instant, language, nullable, oneOf } from '../schemas.ts'

export const slug = () => Type.String({ minLength: 1, maxLength: 63, pattern: '^[a-z0-9][a-z0-9_-]*$' })
const slugs = () => Type.Array(slug(), { maxItems: 100, uniqueItems: true })
const object = () => nullable(Type.Record(Type.String(), Type.Unknown()))
const units = (description?: string) =>
  Type.Integer({ minimum: 0, maximum: 10_000, ...(description !== undefined && { description }) })

const details = {
  email: nullable(Type.String({ maxLength: 254, format: 'email' })),
  languages: Type.Array(language(), { minItems: 1, maxItems: 50, uniqueItems: true, description: 'BCP 47.' }),
  skills: Type.Record(
    Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }),
    Type.Integer({ minimum: 0, maximum: 100 }),
    {
      description: 'Skill to level.',
      additionalProperties: false,
    },
  ),
  queues: slugs(),
  team: nullable(slug()),
  capacityUnits: units(
    'What fits into its hands at once; a new agent has what the workflow says, `capacity.totalUnits`.',
  ),
  unitOverrides: Type.Record(
    Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }),
    Type.Object({
      units: Type.Optional(units()),
      maxAtOnce: Type.Optional(nullable(Type.Integer({ minimum: 0 }))),
      interrupts: Type.Optional(slugs()),
    }),
    { description: 'Own cost, limit and kinds it may interrupt, by kind of task.', additionalProperties: false },
  ),
  channels: nullable(slugs()),
  rating: nullable(Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,4})?$' })),
  contact: object(),
  organization: object(),
  endpointUrl: nullable(
    Type.String({ maxLength: 2048, description: 'Where offers are sent, signed. Bots and partners only.' }),
  ),
  acceptance: nullable(
    oneOf(acceptances, {
      description:
        'What a 2xx of the endpoint without an answer means: `explicit` = received, `receipt` = accepted. As usual for ' +
        'the kind when null: a partner accepts by receipt, a bot explicitly; a person has none.',
    }),
  ),
  endpointConcurrency: nullable(
    Type.Integer({
      minimum: 1,
      maximum: mostEndpointConcurrency,
      description: 'Deliveries under way to the endpoint at once. As many as to any receiver (8) when null.',
    }),
  ),
  shift: nullable(
    Type.String({
      maxLength: 60,
      pattern: '^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$',
      description: 'A calendar of the workflow: outside its hours nothing is offered. Null = always on shift.',
    }),
  ),
}
export const name = Type.String({ minLength: 1, maxLength: 200 })

const agentMembers = {
  id: id('agent'),
  kind: oneOf(agentKinds),
  name,
  ...details,
  capacityUnits: Type.Integer({
    description: 'What fits into its hands at once; a partner’s desk sets itself no limit.',
  }),
  presence: Type.Object({
    state: oneOf(presenceStates),
    reason: nullable(Type.String()),
    since: instant(),
    until: nullable(instant()),
  }),
  load: Type.Object({ usedUnits: Type.Integer(), reservedUnits: Type.Integer() }),
  version: Type.Integer(),
  createdAt: instant(),
}

export const agentSchema = component('Agent', agentMembers)

/** An agent in a list that may have been asked for its workload. */
export const listedAgentSchema = component('ListedAgent', {
  ...agentMembers,
  workload: Type.Optional(
    Type.Object(
      {
        usedUnits: Type.Integer(),
        reservedUnits: Type.Integer(),
        capacityUnits: Type.Integer(),
        tasks: Type.Integer({ description: 'In hand.' }),
        offers: Type.Integer({ description: 'Not answered.' }),
        byKind: Type.Record(Type.String(), Type.Integer(), { description: 'Both together, by kind of task.' }),
        unitsByKind: Type.Record(Type.String(), Type.Integer(), { description: 'Of the work in hand.' }),
        queues: Type.Array(Type.String(), { description: 'Those it belongs to by the workflow, in your scope.' }),
      },
      { description: 'With `include=workload`.' },
    ),
  ),
})

/** The details as a caller gives them: each may be left out. */
export const optionalDetails = Object.fromEntries(
  Object.entries(details).map(([member, schema]) => [member, Type.Optional(schema)]),
) as { [Member in keyof typeof details]: ReturnType<typeof Type.Optional<(typeof details)[Member]>> }

export const agentParams = Type.Object({ id: Type.Union([id('agent'), Type.Literal('me')]) })

export const exampleAgent = {
  id: 'agent_01jqzv5k3mf8tbn2c4d6e7g9ha',
  kind: 'person',
  name: 'Ana Reis',
  email: 'ana@example.com',
  languages: ['pt', 'en'],
  skills: { payments: 3 },
  queues: ['payments'],
  team: null,
  capacityUnits: 100,
  unitOverrides: {},
  channels: null,
  rating: '4.8',
  contact: null,
  organization: null,
  endpointUrl: null,
  acceptance: null,
  endpointConcurrency: null,
  shift: null,
  presence: { state: 'available', reason: null, since: '2026-11-20T09:00:00.000Z', until: null },
  load: { usedUnits: 33, reservedUnits: 0 },
  version: 1,
  createdAt: '2026-11-20T08:00:00.000Z',
}

export const exampleWorkload = {
  usedUnits: 33,
  reservedUnits: 0,
  capacityUnits: 100,
  tasks: 1,
  offers: 0,
  byKind: { chat: 1 },
  unitsByKind: { chat: 33 },
  queues: ['payments'],
}

/** The agent a path names: by id, or the caller’s own as `me`. */
export function agentIdOf(context: Context, idOrMe: string): string {
  if (idOrMe !== 'me') return idOrMe
  if (context.principal.agentId === null) throw new AppError('not_found', 'You are no agent here.')
  return context.principal.agentId
}

/** The agent, or the refusal that there is none. */
export function found(agent: Agent | null): Agent {
  if (agent === null) throw noSuchAgent()
  return agent
}

export function noSuchAgent(): AppError {
  return new AppError('not_found', 'There is no such agent.')
}
