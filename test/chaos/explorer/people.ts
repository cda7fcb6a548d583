import type { Agent, AgentDetails, UnitOverride } from '../../../server/modules/agents/index.ts'
import type { RoutableAgent } from '../../../server/modules/agents/index.ts'
import { numberedId } from './next-id.ts'
import type { AgentRow } from './rows/row-types.ts'

let hasEndpoint = true
let haveMaxima = false

/**
 * For a schedule: whether the bot is told of offers at its endpoint, or hears of them by the events as persons do; and
 * whether some have maxima of their own.
 */
export function choosePeople(chosen: { readonly hasEndpoint: boolean; readonly haveMaxima: boolean }): void {
  hasEndpoint = chosen.hasEndpoint
  haveMaxima = chosen.haveMaxima
}

/**
 * Everybody who can take tasks: two persons, of whom one works in shifts and the other has room for a single
 * ticket, and a bot with several offers at once.
 */
export const people = [
  { id: numberedId(1), kind: 'person', capacityUnits: 30, shift: 'day', endpointUrl: null },
  { id: numberedId(2), kind: 'person', capacityUnits: 10, shift: null, endpointUrl: null },
  {
    id: numberedId(3),
    kind: 'bot',
    capacityUnits: 20,
    shift: null,
    get endpointUrl() {
      return hasEndpoint ? 'https://bot.example/offers' : null
    },
  },
] as const

export const ticketIds = [numberedId(11), numberedId(12), numberedId(13), numberedId(14)]

export const nameOf = (agentId: string): string => `agent ${Number.parseInt(agentId.slice(-4), 16)}`

type Described = Omit<Agent, 'presence' | 'load' | 'loadVersion' | 'capacityUnits'> &
  Pick<RoutableAgent, 'agentId' | 'rating' | 'role'>

const details: Omit<AgentDetails, 'capacityUnits' | 'name' | 'shift' | 'endpointUrl' | 'unitOverrides'> = {
  email: null,
  team: null,
  languages: ['en'],
  skills: {},
  queues: ['frontline', 'second'],
  channels: null,
  rating: null,
  contact: null,
  organization: null,
  acceptance: null,
  endpointConcurrency: null,
}

const ownMaxima: Readonly<Record<string, Record<string, UnitOverride>>> = {
  [people[0].id]: { ticket: { maxAtOnce: 1 } },
  [people[2].id]: { ticket: { maxAtOnce: null }, chat: { maxAtOnce: 1 } },
}

/** What differs for an agent from the workflow's capacity. */
export const overridesOf = (agentId: string): Record<string, UnitOverride> =>
  (haveMaxima ? ownMaxima[agentId] : undefined) ?? {}

/** What does not change of an agent here. */
export function describeAgent({ id, kind, version }: AgentRow): Described {
  const name = nameOf(id)
  const { shift = null, endpointUrl = null } = people.find((one) => one.id === id) ?? {}
  return {
    ...details,
    unitOverrides: overridesOf(id),
    shift,
    endpointUrl,
    id,
    agentId: id,
    kind,
    name,
    version,
    memberId: null,
    role: null,
    partnerId: null,
    createdAt: 0,
    updatedAt: 0,
  }
}
