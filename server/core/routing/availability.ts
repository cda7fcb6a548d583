import { interruptibleUnits, interruptMasks, readUnitsHeld } from './interrupts.ts'
import { markAgent } from './marks.ts'
import { flipPlanes, isOpen } from './pool.ts'
import { ABSENT, CLOSED, FULL, OFF_SHIFT, RESERVED, type AgentState, type Engine } from './state.ts'

/** Units the agent has given away: its capacity row (or its committed holds) plus what is decided but not committed. */
const usedUnits = (agent: AgentState): number => agent.inFlightUnits + (agent.load?.units ?? agent.heldUnits)

export const tasksOfKind = (engine: Engine, agent: AgentState, kindIndex: number): number => {
  const held =
    agent.load === null
      ? (agent.countsByKind[kindIndex] ?? 0)
      : (agent.load.byKind[engine.kinds[kindIndex]?.kind ?? ''] ?? 0)
  return held + (agent.countsByKind[engine.kinds.length + kindIndex] ?? 0)
}

/** Takes limits and costs over from the agent's row, once, because every change of load asks for them. */
export const readLimits = (engine: Engine, agent: AgentState): void => {
  const { kind, totalUnits, offersAtOnce, kindOverrides } = agent.input
  agent.totalUnits = totalUnits
  agent.offersAtOnce = offersAtOnce ?? (kind === 'person' ? 1 : Infinity)
  const isPlain = Object.keys(kindOverrides).length === 0
  agent.unitsByKind = isPlain
    ? engine.unitsByKind
    : engine.kinds.map((row) => kindOverrides[row.kind]?.units ?? row.units)
  agent.limitsByKind = isPlain
    ? engine.limitsByKind
    : engine.kinds.map((row) => {
        const own = kindOverrides[row.kind]?.maxAtOnce
        return (own === undefined ? row.maxAtOnce : own) ?? Infinity
      })
  agent.interruptsByKind = isPlain
    ? engine.interruptsByKind
    : interruptMasks(
        engine.kinds,
        engine.kinds.map((row) => kindOverrides[row.kind]?.interrupts ?? row.interrupts ?? []),
      )
  readUnitsHeld(agent)
}

/** Units one task of the kind costs this agent. */
export const unitsFor = (agent: AgentState, kindIndex: number): number => agent.unitsByKind[kindIndex] ?? Infinity

/** Most tasks of the kind at once for this agent; Infinity = only units count. */
export const limitFor = (agent: AgentState, kindIndex: number): number => agent.limitsByKind[kindIndex] ?? 0

/** Units that count against a task of the kind: without those of work it may interrupt. */
export const unitsAgainst = (engine: Engine, agent: AgentState, kindIndex: number): number =>
  agent.interruptsByKind === null ? usedUnits(agent) : usedUnits(agent) - interruptibleUnits(engine, agent, kindIndex)

export const isFullFor = (engine: Engine, agent: AgentState, kindIndex: number): boolean => {
  if (unitsAgainst(engine, agent, kindIndex) + unitsFor(agent, kindIndex) > agent.totalUnits) return true
  const limit = limitFor(agent, kindIndex)
  return limit < Infinity && tasksOfKind(engine, agent, kindIndex) >= limit
}

export const isAbsent = (agent: AgentState): boolean => agent.presence !== 'available'

/** Somebody whom work can wait for: available and on shift, busy or not. */
export const isThere = (agent: AgentState): boolean => !isAbsent(agent) && !agent.isOffShift

/** Its presence leaves nobody to answer what it was offered. */
export const mustLoseOffers = (agent: AgentState): boolean => isAbsent(agent) && !agent.keepsOffers

/** Offers it may have to answer at once now. */
export const offerLimitOf = (agent: AgentState): number => Math.min(agent.offersAtOnce, agent.mostOffers)

/** Holding all the offers it may, or set aside after a lost claim. */
const isReserved = (engine: Engine, agent: AgentState): boolean =>
  agent.pendingOffers >= offerLimitOf(agent) || agent.setAsideUntil > engine.now

/** Since when the agent counts as idle: the reservation while an offer is open, so that a batch spreads over agents. */
const idleKeyOf = (agent: AgentState): number => (agent.pendingOffers > 0 ? agent.offeredAt : agent.idleSince)

const loadShare = (agent: AgentState): number => (agent.totalUnits > 0 ? usedUnits(agent) / agent.totalUnits : 1)

/** The kinds it has room for now, a bit each; none while it is absent, off shift or reserved. */
export const takeableKinds = ({ flags }: AgentState): number => ((flags & CLOSED) === 0 ? ~(flags >> FULL) : 0)

export const canTakeKind = (agent: AgentState, kindIndex: number): boolean =>
  (agent.flags & (CLOSED | (1 << (FULL + kindIndex)))) === 0

export const canTakeAny = (engine: Engine, agent: AgentState): boolean => isOpen(agent.flags, engine.kinds.length)

const flagsOf = (engine: Engine, agent: AgentState): number => {
  let flags = isAbsent(agent) ? 1 << ABSENT : 0
  if (agent.isOffShift) flags |= 1 << OFF_SHIFT
  if (isReserved(engine, agent)) flags |= 1 << RESERVED
  for (let kindIndex = 0; kindIndex < engine.kinds.length; kindIndex += 1)
    if (isFullFor(engine, agent, kindIndex)) flags |= 1 << (FULL + kindIndex)
  return flags
}

/**
 * Brings planes and rank keys up to date after anything about the agent's availability or load changed, and marks it
 * for the next `decide` when it can take something it could not take before.
 */
export const refreshAgent = (engine: Engine, agent: AgentState): void => {
  const before = agent.flags
  const flags = flagsOf(engine, agent)
  engine.idleKeys[agent.index] = idleKeyOf(agent)
  engine.loadKeys[agent.index] = loadShare(agent)
  if (flags === before) return
  agent.flags = flags
  const wasOpen = isOpen(before, engine.kinds.length)
  const isOpenNow = isOpen(flags, engine.kinds.length)
  const opened = Number(isOpenNow) - Number(wasOpen)
  for (const { queue, position } of agent.memberships) {
    flipPlanes(queue, position, before ^ flags)
    queue.openCount += opened
  }
  if ((before & ~flags) !== 0 && isOpenNow) markAgent(engine, agent)
}
