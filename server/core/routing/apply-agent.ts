import { holdsUnits, reportUnroutable, revoke, touchAgent } from './apply-task.ts'
import { canTakeAny, mustLoseOffers, readLimits, refreshAgent } from './availability.ts'
import { widenKeys } from './bits.ts'
import { byId } from './by-id.ts'
import type { Effect, RevokeReason } from './effects.ts'
import type { EngineEvent } from './events.ts'
import { isMember } from './fit.ts'
import { takeHold } from './holds.ts'
import { refileFor } from './lanes.ts'
import { judgeAround } from './limits.ts'
import { markAgent } from './marks.ts'
import { joinPool, leavePool } from './pool.ts'
import { countMember, uncountMember } from './signatures.ts'
import type { AgentState, Engine, Signature, TaskItem } from './state.ts'
import type { AgentInput, AgentLoad } from './types.ts'

const joinQueues = (engine: Engine, agent: AgentState): void => {
  for (const queueId of new Set([...agent.input.queues, ...agent.input.matchedQueues])) {
    const queue = engine.queues.get(queueId)
    if (queue === undefined || !isMember(agent.input, queueId, queue.config.membership)) continue
    const position = joinPool(queue, agent)
    for (const signature of queue.signatures.values()) countMember(signature, agent, position)
  }
}

/** The signatures that lost their last agent. */
const leaveQueues = (agent: AgentState): Signature[] => {
  const deserted: Signature[] = []
  for (const { queue, position } of agent.memberships) {
    for (const signature of queue.signatures.values()) {
      const before = signature.eligibleCount
      uncountMember(signature, agent, position)
      if (before > 0 && signature.eligibleCount === 0 && signature.taskCount > 0) deserted.push(signature)
    }
    leavePool(queue, position)
  }
  agent.memberships = []
  return deserted
}

const reportDeserted = (engine: Engine, deserted: Signature[], effects: Effect[]): void => {
  const tasks: TaskItem[] = []
  for (const signature of deserted) {
    if (signature.eligibleCount > 0) continue
    for (let index = 0; index < engine.classes.length; index += 1)
      tasks.push(...engine.lanes.itemsOf(signature.laneBase + index))
  }
  for (const task of byId(tasks)) reportUnroutable(engine, task, effects)
}

/** Tasks may have named the agent before it was known. */
const findEarlierTies = (engine: Engine, agent: AgentState): void => {
  for (const task of engine.tasks.values()) {
    if (task.exclusions?.has(agent.id) === true) agent.exclusionCount += 1
    if (task.agentId !== agent.id || task.hold !== null || !holdsUnits(task)) continue
    const isInFlight = task.state === 'reserved'
    takeHold(engine, task, { agent, units: task.units, isInFlight, isPending: isInFlight || task.state === 'offered' })
  }
}

const newIndex = (engine: Engine): number => {
  const index = engine.freeAgentIndexes.pop() ?? engine.agents.size
  if (index >= engine.idleKeys.length) {
    engine.idleKeys = widenKeys(engine.idleKeys, index * 2)
    engine.loadKeys = widenKeys(engine.loadKeys, index * 2)
  }
  return index
}

const createAgent = (engine: Engine, input: AgentInput): AgentState => ({
  id: input.agentId,
  index: newIndex(engine),
  flags: 0,
  isMarked: false,
  pendingOffers: 0,
  offeredAt: 0,
  input,
  skills: new Map(),
  meets: new Map(),
  servingsBase: 0,
  servingsCount: 0,
  servingsLength: 0,
  memberships: [],
  exclusionCount: 0,
  totalUnits: 0,
  offersAtOnce: 0,
  unitsByKind: engine.unitsByKind,
  limitsByKind: engine.limitsByKind,
  load: null,
  heldUnits: 0,
  inFlightUnits: 0,
  countsByKind: [...engine.kinds, ...engine.kinds].map(() => 0),
  interruptsByKind: null,
  unitsHeldByKind: null,
  served: 0,
  idleSince: engine.now,
  setAsideUntil: 0,
  holds: [],
  kept: null,
  presence: 'offline',
  presenceVersion: -1,
  keepsOffers: false,
  mostOffers: Infinity,
  isOffShift: false,
})

/** A new agent is offline until its presence is fed. */
export const upsertAgent = (engine: Engine, input: AgentInput, effects: Effect[]): AgentState => {
  const held = engine.agents.get(input.agentId)
  if (held !== undefined && input.version <= held.input.version) return held
  const agent = held ?? createAgent(engine, input)
  if (held === undefined) {
    engine.agents.set(agent.id, agent)
    readLimits(engine, agent)
    findEarlierTies(engine, agent)
  }
  judgeAround(engine, agent)
  const deserted = leaveQueues(agent)
  agent.input = input
  readLimits(engine, agent)
  agent.skills = new Map(Object.entries(input.skills))
  agent.meets = new Map(Object.entries(input.meets ?? {}))
  agent.setAsideUntil = 0
  joinQueues(engine, agent)
  refreshAgent(engine, agent)
  if (canTakeAny(engine, agent)) markAgent(engine, agent)
  refileFor(engine, agent.id)
  judgeAround(engine, agent)
  reportDeserted(engine, deserted, effects)
  return agent
}

const revokeAll = (agent: AgentState, reason: RevokeReason, effects: Effect[]): void => {
  const offered = agent.holds.filter((task) => task.offer !== null)
  for (const task of byId(offered)) revoke(task, reason, effects)
}

export const removeAgent = (
  engine: Engine,
  event: Extract<EngineEvent, { kind: 'agent.left' }>,
  effects: Effect[],
): void => {
  const agent = engine.agents.get(event.agentId)
  if (agent === undefined || event.version < agent.input.version) return
  revokeAll(agent, 'agent_left', effects)
  judgeAround(engine, agent)
  const deserted = leaveQueues(agent)
  for (const task of agent.holds) task.hold = null
  engine.agents.delete(agent.id)
  engine.store.giveBack(agent.servingsBase, agent.servingsLength)
  agent.isMarked = false
  engine.freeAgentIndexes.push(agent.index)
  refileFor(engine, agent.id)
  reportDeserted(engine, deserted, effects)
}

export const changePresence = (
  engine: Engine,
  event: Extract<EngineEvent, { kind: 'agent.presence' }>,
  effects: Effect[],
): void => {
  const agent = engine.agents.get(event.agentId)
  if (agent === undefined || event.version <= agent.presenceVersion) return
  const wasAvailable = agent.presence === 'available'
  agent.presence = event.presence
  agent.presenceVersion = event.version
  agent.keepsOffers = event.keepOffers === true
  agent.mostOffers = event.mostOffers ?? Infinity
  agent.setAsideUntil = 0
  if (!wasAvailable && event.presence === 'available') touchAgent(engine, agent)
  else refreshAgent(engine, agent)
  refileFor(engine, agent.id)
  judgeAround(engine, agent)
  if (mustLoseOffers(agent)) revokeAll(agent, 'presence', effects)
}

export const changeShift = (
  engine: Engine,
  { agentId, isOnShift }: Extract<EngineEvent, { kind: 'agent.shift' }>,
): void => {
  const agent = engine.agents.get(agentId)
  if (agent === undefined) return
  agent.isOffShift = !isOnShift
  refreshAgent(engine, agent)
  refileFor(engine, agent.id)
  judgeAround(engine, agent)
}

export const setLoad = (engine: Engine, agentId: string, load: AgentLoad): void => {
  const agent = engine.agents.get(agentId)
  if (agent === undefined || (agent.load !== null && load.version <= agent.load.version)) return
  agent.load = load
  agent.setAsideUntil = 0
  refreshAgent(engine, agent)
}
