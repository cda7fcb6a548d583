import type { Agent, AgentDetails } from '../../../server/modules/agents/index.ts'
import type { RoutableAgent } from '../../../server/modules/agents/index.ts'
import { numberedId } from './next-id.ts'
import type { AgentRow } from './rows/row-types.ts'

/** Everybody who can take tasks: two persons, one of whom has room for a single ticket, and a bot with several offers at once. */
export const people = [
  { id: numberedId(1), kind: 'person', capacityUnits: 30 },
  { id: numberedId(2), kind: 'person', capacityUnits: 10 },
  { id: numberedId(3), kind: 'bot', capacityUnits: 20 },
] as const

export const ticketIds = [numberedId(11), numberedId(12), numberedId(13), numberedId(14)]

export const nameOf = (agentId: string): string => `agent ${Number.parseInt(agentId.slice(-4), 16)}`

type Described = Omit<Agent, 'presence' | 'load' | 'loadVersion' | 'capacityUnits'> &
  Pick<RoutableAgent, 'agentId' | 'rating'>

const details: Omit<AgentDetails, 'capacityUnits' | 'name'> = {
  email: null,
  team: null,
  languages: ['en'],
  skills: {},
  queues: ['frontline', 'second'],
  channels: null,
  unitOverrides: {},
  rating: null,
  contact: null,
  organization: null,
  endpointUrl: null,
  acceptance: null,
  endpointConcurrency: null,
  shift: null,
}

/** What does not change of an agent here. */
export function describeAgent({ id, kind, version }: AgentRow): Described {
  const name = nameOf(id)
  return {
    ...details,
    id,
    agentId: id,
    kind,
    name,
    version,
    memberId: null,
    partnerId: null,
    createdAt: 0,
    updatedAt: 0,
  }
}
