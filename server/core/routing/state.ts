import type { AgeingClass, EngineConfig, QueueConfig, TaskKind } from './config.ts'
import type { Heap } from './heap.ts'
import type { LaneStore } from './lane-store.ts'
import type { Misfit } from './fit.ts'
import type { SkillPhrase } from './reasons.ts'
import type { WordStore } from './word-store.ts'
import type {
  AgentInput,
  AgentLoad,
  OverflowStep,
  Preferred,
  Presence,
  Requirements,
  RequirementStep,
  TaskState,
} from './types.ts'

/** Units a task takes from an agent. In flight: decided here, commit not yet known. Pending: not yet accepted. */
export interface Hold {
  agent: AgentState
  units: number
  isInFlight: boolean
  isPending: boolean
}

export interface OfferState {
  offerId: string
  version: number
  task: TaskItem
  agentId: string
  units: number
  expiresAt: number
}

/** A task; `reserved` = in flight. It is in a lane, or kept for an agent, exactly while it is waiting and not set aside. */
export interface TaskItem {
  readonly id: string
  version: number
  queue: QueueState
  kindIndex: number
  classIndex: number
  enteredAt: number
  steps: RequirementStep[]
  rulePath: string[]
  state: TaskState | 'reserved'
  isMarked: boolean
  agentId: string | null
  units: number
  hold: Hold | null
  offer: OfferState | null
  signature: Signature
  /** The version the latest decision was made on; rows and offers up to it say nothing about that decision. */
  decidedVersion: number
  /** After a lost claim it is not offered before this instant; 0 = not set aside. */
  setAsideUntil: number
  /** When its next recheck is due; Infinity = none. */
  recheckAt: number
  exclusions: Map<string, number> | null
  preferred: Preferred | null
  /** The agent it is kept for while it waits: then it is with that agent's `kept` tasks and in no lane. */
  keptFor: AgentState | null
  /** null = it may wait where it is for ever. */
  limits: TaskLimits | null
}

/** What may end a task's wait in its queue without an agent. */
export interface TaskLimits {
  readonly overflow: OverflowStep[]
  readonly maxAgeMs: number
  /** How long it was last said to wait still; null = unknown. */
  estimatedMs: number | null
  /** The shell was asked to move it and has not answered. */
  isAsked: boolean
}

export interface Membership {
  queue: QueueState
  /** The agent's bit in the queue's planes. */
  position: number
}

/** The fields a decision reads come first, so that they share a cache line. */
export interface AgentState {
  readonly id: string
  /** Its place in the engine's rank keys. */
  readonly index: number
  /** Bits of the planes it is set in: 0 absent, 1 off shift, 2 reserved, 3 + kind full. */
  flags: number
  isMarked: boolean
  pendingOffers: number
  offeredAt: number
  input: AgentInput
  /** `input.skills` once more: objects with many different keys are slow to read. */
  skills: Map<string, number>
  /** `input.meets` as well. */
  meets: Map<string, number>
  /**
   * Of the signatures it fits: lane base and kind in one number (`serving` in `signatures.ts`), in no order; a place in
   * `Engine.store`.
   */
  servingsBase: number
  servingsCount: number
  servingsLength: number
  memberships: Membership[]
  /** Tasks that exclude it for a while. */
  exclusionCount: number
  /** From its row and the workflow. The two lists are shared by all agents without overrides. */
  totalUnits: number
  offersAtOnce: number
  unitsByKind: number[]
  limitsByKind: number[]
  load: AgentLoad | null
  /** Sums over committed holds; `load` replaces them once it is known. */
  heldUnits: number
  inFlightUnits: number
  /** Tasks held, by kind: committed ones, then from `kinds.length` on those in flight. */
  countsByKind: number[]
  /** Bits of the kinds that each kind may interrupt; null = none may interrupt any. */
  interruptsByKind: number[] | null
  /** Units held, laid out as `countsByKind`; kept only where something may be interrupted. */
  unitsHeldByKind: number[] | null
  /** Tasks taken since `EngineConfig.servedSince`. */
  served: number
  idleSince: number
  setAsideUntil: number
  holds: TaskItem[]
  /** Waiting tasks that nobody else is to have for now, in no order; null = there never was one. */
  kept: TaskItem[] | null
  presence: Presence
  presenceVersion: number
  /** Pending offers go on although the presence is not `available`. */
  keepsOffers: boolean
  /** Pending offers at once while this presence lasts, whatever its row allows. */
  mostOffers: number
  isOffShift: boolean
}

/**
 * One queue's members as bit planes: whether the member at a position is absent (plane 0), off shift (1), reserved (2)
 * or full for kind k (3 + k). The planes lie word by word side by side (`planes[word * planeCount + plane]`): a change of one agent
 * touches one cache line per queue.
 */
export interface QueueState {
  readonly id: string
  config: QueueConfig
  members: (AgentState | null)[]
  /** `AgentState.index` by position. */
  memberIndexes: Int32Array
  memberCount: number
  freePositions: number[]
  /** Members who can take something. */
  openCount: number
  words: number
  readonly planeCount: number
  /** The engine's. */
  readonly store: WordStore
  planes: Uint32Array
  signatures: Map<string, Signature>
  /** Tasks with limits that are in a lane or kept; null = there never was one. */
  limited: Set<TaskItem> | null
}

/** All tasks of one queue and kind with the same requirements, and who fits them. */
export interface Signature {
  readonly key: string
  readonly queue: QueueState
  readonly kindIndex: number
  readonly requirements: Requirements
  readonly phrases: SkillPhrase[]
  /** First of its lanes; one lane per ageing class follows. */
  laneBase: number
  taskCount: number
  /** Place in `QueueState.store` of the plane of members who fit; as many words as the queue has. */
  eligibleBase: number
  eligibleCount: number
  /** By position, minus `matchOf`; empty unless the queue ranks by best match. */
  matchKeys: Float64Array
  /** Members who do not fit, by the first reason. */
  misfits: Readonly<Record<Misfit, number>>
}

/** Due for another look: a step, a cool-down or a lost claim's pause ends. */
export interface Recheck {
  at: number
  id: string
  task: TaskItem | null
  agent: AgentState | null
}

export interface Engine {
  config: EngineConfig
  classes: AgeingClass[]
  kinds: TaskKind[]
  /** What a task of each kind costs, and how many there may be, for agents without overrides. */
  unitsByKind: number[]
  limitsByKind: number[]
  interruptsByKind: number[] | null
  classIndexes: Map<string, number>
  kindIndexes: Map<string, number>
  queues: Map<string, QueueState>
  agents: Map<string, AgentState>
  tasks: Map<string, TaskItem>
  offers: Map<string, OfferState>
  /** Tasks by the agent they prefer, whatever their state and whether or not there is such an agent. */
  preferring: Map<string, Set<TaskItem>>
  lanes: LaneStore<TaskItem>
  /** Room to work in, by ageing class: of the lanes swept last, the one whose head entered first (-1 = all empty), and when. */
  earliestHeads: { lanes: Int32Array; entries: Float64Array }
  /** By `AgentState.index`, lowest first. */
  idleKeys: Float64Array
  loadKeys: Float64Array
  freeAgentIndexes: number[]
  store: WordStore
  freeLaneBases: number[]
  /** Kept for reuse until there are too many, oldest first. */
  emptySignatures: Set<Signature>
  /** What changed since the last `decide`; those whose `isMarked` was taken back in the meantime do not count. */
  markedAgents: AgentState[]
  markedTasks: TaskItem[]
  /** Tasks whose requirements relaxed and that still nobody meets: said when the next event is taken in. */
  toReport: Set<TaskItem>
  /** Tasks whose limits are to be looked at when the event at hand is taken in. */
  toJudge: Set<TaskItem>
  /** Tasks with a step that is due and was passed over because of who is there. */
  passedOver: Set<TaskItem>
  offerTimers: Heap<OfferState>
  rechecks: Heap<Recheck>
  now: number
  sequence: number
  wakeHint: number | null
}

export const ABSENT = 0
export const OFF_SHIFT = 1
export const RESERVED = 2
export const FULL = 3
/** Flags of an agent who has no room for a task of whatever kind. */
export const CLOSED = (1 << ABSENT) | (1 << OFF_SHIFT) | (1 << RESERVED)
