import { lowestBit } from './bits.ts'
import { canTakeKind } from './availability.ts'
import { isExcluded } from './choose-agent.ts'
import { scoreAt } from './score.ts'
import type { AgentState, Engine, TaskItem } from './state.ts'
import { entersBefore } from './task-order.ts'

/** Global order of waiting tasks at one instant: score, then entry, then id. */
export const goesBefore = (left: TaskItem, leftScore: number, right: TaskItem, rightScore: number): boolean =>
  leftScore === rightScore ? entersBefore(left, right) : leftScore > rightScore

/** On the engine's clock. */
export const scoreOf = (engine: Engine, task: TaskItem): number => {
  const ageing = engine.classes[task.classIndex]
  return ageing === undefined ? -Infinity : scoreAt(ageing, task.enteredAt, engine.now)
}

const goesFirst = (engine: Engine, lane: number, otherLane: number): boolean => {
  const head = engine.heads[lane] ?? null
  const other = engine.heads[otherLane] ?? null
  return head !== null && (other === null || entersBefore(head, other))
}

/**
 * Keeps, per ageing class, the lane whose head entered first. Only numbers are compared; tasks are looked at when two
 * heads entered in the same ms.
 */
const sweepHeads = (engine: Engine, laneBases: number[]): void => {
  const { headEntries, sweptLanes, sweptEntries } = engine
  const classCount = sweptLanes.length
  for (const base of laneBases) {
    for (let classIndex = 0; classIndex < classCount; classIndex += 1) {
      const lane = base + classIndex
      const entry = headEntries[lane] ?? Infinity
      const earliest = sweptEntries[classIndex] ?? Infinity
      if (entry > earliest || entry === Infinity) continue
      if (entry === earliest && goesFirst(engine, sweptLanes[classIndex] ?? -1, lane)) continue
      sweptEntries[classIndex] = entry
      sweptLanes[classIndex] = lane
    }
  }
}

/** Of the lanes kept by the sweep, the one whose head scores best; -1 = none. */
const bestSweptLane = (engine: Engine): number => {
  const { classes, sweptLanes, sweptEntries, now } = engine
  let best = -1
  let bestScore = -Infinity
  let bestEntry = Infinity
  for (let classIndex = 0; classIndex < sweptLanes.length; classIndex += 1) {
    const ageing = classes[classIndex]
    const entry = sweptEntries[classIndex] ?? Infinity
    if (ageing === undefined || entry === Infinity) continue
    const score = scoreAt(ageing, entry, now)
    const lane = sweptLanes[classIndex] ?? -1
    if (score < bestScore || (score === bestScore && entry > bestEntry)) continue
    if (score === bestScore && entry === bestEntry && goesFirst(engine, best, lane)) continue
    best = lane
    bestScore = score
    bestEntry = entry
  }
  return best
}

/** Within a class the earlier entry always scores at least as much, so one head per class is left to compare. */
const bestHeadFor = (engine: Engine, agent: AgentState): TaskItem | null => {
  engine.sweptLanes.fill(-1)
  engine.sweptEntries.fill(Infinity)
  for (let kinds = agent.servedKinds; kinds !== 0; kinds &= kinds - 1) {
    const kindIndex = lowestBit(kinds)
    if (canTakeKind(agent, kindIndex)) sweepHeads(engine, agent.lanesByKind[kindIndex] ?? [])
  }
  const lane = bestSweptLane(engine)
  return lane < 0 ? null : (engine.heads[lane] ?? null)
}

const firstAllowed = (engine: Engine, lane: number, agent: AgentState): TaskItem | null => {
  if (engine.headEntries[lane] === Infinity) return null
  for (const task of engine.lanes[lane] ?? []) if (!isExcluded(task, agent.id, engine.now)) return task
  return null
}

/** The same for an agent who is excluded from some tasks: those are stepped over. */
const bestAllowedFor = (engine: Engine, agent: AgentState): TaskItem | null => {
  let best: TaskItem | null = null
  for (const [kindIndex, laneBases] of agent.lanesByKind.entries()) {
    if (!canTakeKind(agent, kindIndex)) continue
    for (const base of laneBases) {
      for (let lane = base; lane < base + engine.classes.length; lane += 1) {
        const task = firstAllowed(engine, lane, agent)
        if (task !== null && (best === null || goesBefore(task, scoreOf(engine, task), best, scoreOf(engine, best))))
          best = task
      }
    }
  }
  return best
}

/**
 * The waiting task an agent would take now: the least entry of each ageing class over the lanes it serves, then the
 * best score of those few. Never looks past a lane's head except over tasks the agent is excluded from.
 */
export const bestTaskFor = (engine: Engine, agent: AgentState): TaskItem | null =>
  agent.exclusionCount === 0 ? bestHeadFor(engine, agent) : bestAllowedFor(engine, agent)
