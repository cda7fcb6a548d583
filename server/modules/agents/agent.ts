import type { Principal } from '../../platform/principal.ts'

export const agentKinds = ['person', 'bot', 'partner'] as const
export type AgentKind = (typeof agentKinds)[number]

export const presenceStates = ['offline', 'available', 'busy', 'away', 'draining'] as const
export type PresenceState = (typeof presenceStates)[number]

/**
 * What made a presence change: a call, the agent's own screen, a time limit, offers left to run out, silence, the last
 * work of one who was draining, how its endpoint does, or that its member has another role.
 */
export type PresenceCause = 'api' | 'socket' | 'timer' | 'missed_offers' | 'heartbeat' | 'drained' | 'endpoint' | 'role'

export const acceptances = ['explicit', 'receipt'] as const

/** What a 2xx without an answer means: that the offer was received, or that it is taken (domain.md, Partner hand-off). */
export type Acceptance = (typeof acceptances)[number]

/** So many deliveries may be under way to one endpoint: half of what a workspace has, so that none delays all others. */
export const mostEndpointConcurrency = 32

/** An agent's own cost or limit for a kind of task, where it differs from the workflow's. */
export interface UnitOverride {
  readonly units?: number
  readonly maxAtOnce?: number | null
  /** Kinds that this one may interrupt, instead of the workflow's. */
  readonly interrupts?: string[]
}

/** What a caller may tell of an agent. */
export interface AgentDetails {
  readonly name: string
  readonly email: string | null
  readonly team: string | null
  /** BCP 47. */
  readonly languages: readonly string[]
  /** Skill to level. */
  readonly skills: Readonly<Record<string, number>>
  readonly queues: readonly string[]
  /** Null = every channel. */
  readonly channels: readonly string[] | null
  readonly unitOverrides: Readonly<Record<string, UnitOverride>>
  readonly capacityUnits: number
  /** A decimal as text. */
  readonly rating: string | null
  /** Beckn objects, kept whole. */
  readonly contact: Readonly<Record<string, unknown>> | null
  readonly organization: Readonly<Record<string, unknown>> | null
  /** Where offers of a bot or partner are sent. */
  readonly endpointUrl: string | null
  /** Null = as usual for the kind: a partner takes by receipt, a bot says so. */
  readonly acceptance: Acceptance | null
  /** Deliveries under way to the endpoint at once; null = as many as to any receiver. */
  readonly endpointConcurrency: number | null
  /** A calendar of the workflow, outside which nothing is offered; null = always on shift. */
  readonly shift: string | null
}

/** Who can take tasks, with presence and load; instants in epoch ms, ids as uuids. */
export interface Agent extends AgentDetails {
  readonly id: string
  readonly kind: AgentKind
  readonly memberId: string | null
  readonly partnerId: string | null
  readonly presence: Presence
  readonly load: { readonly usedUnits: number; readonly reservedUnits: number }
  /** Of the description; presence and load have `loadVersion`. */
  readonly version: number
  readonly loadVersion: number
  readonly createdAt: number
  readonly updatedAt: number
}

export interface Presence {
  readonly state: PresenceState
  readonly reason: string | null
  readonly since: number
  /** When it ends by itself; null = it stays. */
  readonly until: number | null
}

/** Judges an address without asking the network; the refusal's message is meant for people. */
export type EndpointCheck = (url: string) => { readonly ok: true } | { readonly ok: false; readonly message: string }

/** True when the principal's grant covers at least one queue and channel of the agent, or it is the principal's own. */
export function isInScope(
  principal: Principal,
  agent: Pick<Agent, 'id' | 'queues' | 'channels' | 'partnerId'>,
): boolean {
  if (principal.agentId === agent.id) return true
  if (principal.partnerId !== null && principal.partnerId !== agent.partnerId) return false
  return meets(principal.scope.queues, agent.queues) && meets(principal.scope.channels, agent.channels)
}

function meets(granted: ReadonlySet<string> | null, own: readonly string[] | null): boolean {
  return granted === null || own === null || own.some((slug) => granted.has(slug))
}

/** What a 2xx of the agent's endpoint means; null for a person. */
export function acceptanceOf(agent: Pick<Agent, 'kind' | 'acceptance'>): Acceptance | null {
  if (agent.kind === 'person') return null
  return agent.acceptance ?? (agent.kind === 'partner' ? 'receipt' : 'explicit')
}
