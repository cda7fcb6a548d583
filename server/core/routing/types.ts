import type { AgentSearch } from '../filters/index.ts'
import type { Reason } from './effects.ts'

/**
 * Rows the engine is fed. Ids are strings, instants are epoch ms, durations ms. Every row carries its `version`, and a
 * version already held is skipped, so a row may be fed twice or late without harm.
 */
export interface SkillRequirement {
  skill: string
  minLevel: number
}

/** Something else an agent must be, which is no skill: it ranks nobody, and has its own reason against who is not so. */
export interface Condition {
  /** Of one name and level there is one refusal. */
  name: string
  /** 1 or more. */
  minLevel: number
  refusal: Reason<'not_member' | 'no_permission' | 'language_missing'>
}

export interface Requirements {
  /** All of them are needed. */
  skills: SkillRequirement[]
  /** All of them must be met; left out = none. */
  conditions?: Condition[]
  /** BCP 47; null = any. `pt` and `pt-BR` satisfy each other, `pt-PT` and `pt-BR` do not. */
  language: string | null
  /** Who else it must be; left out = anybody. */
  search?: AgentSearch
}

/** From `fromAgeMs` of the *task-age* clock on (time since `enteredAt`) these requirements replace the earlier ones. */
export interface RequirementStep {
  fromAgeMs: number
  requirements: Requirements
}

/** The agent is not asked for the task before `until`. */
export interface Exclusion {
  agentId: string
  until: number
}

/** Before `until` the task is kept for the agent while that one is there and fits, busy or not. */
export interface Preferred {
  agentId: string
  until: number
  /** Why this one: named by the request (also when left out), had this ticket, or helped this customer last. */
  as?: 'named' | 'ticket' | 'customer'
}

/** A way out of the queue for a task that waits there. */
export interface OverflowStep {
  /** Names the step in the effect. A step that was taken is left out of the row from then on. */
  step: string
  /**
   * `wait`: its age is `afterMs`. `estimate`: it was last said to wait for longer than `afterMs` still. `nobody`: no
   * present agent fits it who has not turned it down, busy or not. `closed`: its queue is closed.
   */
  on: 'wait' | 'estimate' | 'nobody' | 'closed'
  afterMs?: number
  /** Not taken while no present agent of that queue, or nobody because it is closed, fits these requirements. */
  unlessNobodyIn?: { queueId: string; requirements: RequirementStep[] }
}

export type TaskState = 'waiting' | 'offered' | 'active' | 'wrapup' | 'paused'

export interface TaskInput {
  taskId: string
  version: number
  queueId: string
  kind: string
  classId: string
  /** Survives decline, expiry, agent loss and transfer (`domain.md`, Task and offer). */
  enteredAt: number
  state: TaskState
  /** Who holds it; null while it waits. */
  agentId: string | null
  /** Units it takes from that agent; 0 where the state frees capacity. */
  units: number
  /** Ascending `fromAgeMs`, first one 0. */
  requirements: RequirementStep[]
  /** Replaces the ones held when given. */
  exclusions?: Exclusion[]
  preferred?: Preferred | null
  /** In the order in which they are tried; given, if only empty, wherever the queue has any. */
  overflow?: OverflowStep[]
  /** The age at which it no longer waits, by the task-age clock. */
  maxAgeMs?: number
  /** How long it was last said to wait still; left out = nobody said, or what was said before holds. */
  estimatedMs?: number
  /** Names of the workflow rules that put it there; copied into decision records. */
  rulePath: string[]
}

export type AgentKind = 'person' | 'bot' | 'partner'
export type Presence = 'offline' | 'available' | 'busy' | 'away' | 'draining'

/** An agent's own cost or limit for a kind, where it differs from the workflow's. */
export interface KindOverride {
  units?: number
  maxAtOnce?: number | null
  /** Replaces the kinds that this one may interrupt. */
  interrupts?: readonly string[]
}

export interface AgentInput {
  agentId: string
  version: number
  kind: AgentKind
  skills: Record<string, number>
  /** Levels of the conditions it meets, by name; left out = it meets none. */
  meets?: Record<string, number>
  languages: string[]
  /** Queues whose member list names the agent. */
  queues: string[]
  /** Queues whose membership expression holds for the agent, computed by the shell. */
  matchedQueues: string[]
  /** Queues the agent's grants allow; null = all. */
  permittedQueues: string[] | null
  totalUnits: number
  kindOverrides: Record<string, KindOverride>
  /** Pending offers at once; null = 1 for a person, as many as the units allow for a bot or partner. */
  offersAtOnce: number | null
  /** By queue, for queues ranked by `expression`. */
  rankValues?: Record<string, number>
  /** What a task may search somebody by; left out = nothing is known, which no search fits. */
  name?: string
  /** A decimal as text; null = not rated. */
  rating?: string | null
}

/** The agent's capacity row: reserved and active together. Once fed it replaces what the engine derives from tasks. */
export interface AgentLoad {
  version: number
  units: number
  /** Tasks held, by kind. */
  byKind: Record<string, number>
  /** Their units, by kind; left out, a task counts what its kind costs the agent. */
  unitsByKind?: Record<string, number>
}

export interface AgentSnapshot {
  agent: AgentInput
  presence: Presence
  presenceVersion: number
  /** When it last finished or accepted work or became available, whichever is latest. */
  idleSince: number
  /** When it was last offered anything; 0 = never. */
  offeredAt: number
  load: AgentLoad | null
  /** As `agent.presence` and `agent.shift` say; left out = none of it. */
  keepsOffers?: boolean
  mostOffers?: number
  isOffShift?: boolean
  /** Tasks taken since the workflow's `servedSince`, those given by hand included. */
  served?: number
}

/** A pending offer. */
export interface OfferInput {
  offerId: string
  version: number
  taskId: string
  agentId: string
  units: number
  expiresAt: number
}

export interface Snapshot {
  /** The high-water mark the rows were read at. */
  sequence: number
  now: number
  tasks: TaskInput[]
  agents: AgentSnapshot[]
  offers: OfferInput[]
}
