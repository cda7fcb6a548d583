import { canTakeKind, takeableKinds } from './availability.ts'
import { isExcluded } from './excluded.ts'
import { scoreAt } from './score.ts'
import { kindIndexOf, laneBaseOf } from './signatures.ts'
import type { AgentState, Engine, TaskItem } from './state.ts'
import { entersBefore } from './lane-store.ts'

/** A waiting task and its score on the engine's clock. */
interface ScoredTask {
  task: TaskItem
  score: number
}

/** Global order of waiting tasks at one instant: score, then entry, then id. */
const goesBefore = (left: ScoredTask, right: ScoredTask): boolean =>
  left.score === right.score ? entersBefore(left.task, right.task) : left.score > right.score

/** On the engine's clock. */
export const scoreOf = (engine: Engine, task: TaskItem): number => {
  const ageing = engine.classes[task.classIndex]
  return ageing === undefined ? -Infinity : scoreAt(ageing, task.enteredAt, engine.now)
}

/** Whether the first of two heads that entered in the same ms goes before the other. */
const winsTie = (engine: Engine, lane: number, otherLane: number): boolean => {
  const head = engine.lanes.headOf(lane)
  const other = engine.lanes.headOf(otherLane)
  return head !== null && (other === null || entersBefore(head, other))
}

/**
 * Finds, of each ageing class, the earliest head among the lanes of these kinds that the agent serves. Only numbers are
 * compared, those of a signature's classes side by side; tasks are looked at when two heads entered in the same ms.
 */
const findEarliest = (engine: Engine, agent: AgentState, kinds: number): void => {
  const classCount = engine.classes.length
  const { headEntries } = engine.lanes
  const { words } = engine.store
  const { lanes, entries } = engine.earliestHeads
  for (let classIndex = 0; classIndex < classCount; classIndex += 1) {
    lanes[classIndex] = -1
    entries[classIndex] = Infinity
  }
  const end = agent.servingsBase + agent.servingsCount
  for (let at = agent.servingsBase; at < end; at += 1) {
    const served = words[at] ?? 0
    if (((kinds >>> kindIndexOf(served)) & 1) === 0) continue
    const base = laneBaseOf(served)
    for (let classIndex = 0; classIndex < classCount; classIndex += 1) {
      const entry = headEntries[base + classIndex] ?? Infinity
      const before = entries[classIndex] ?? Infinity
      if (entry > before || entry === Infinity) continue
      if (entry === before && !winsTie(engine, base + classIndex, lanes[classIndex] ?? -1)) continue
      lanes[classIndex] = base + classIndex
      entries[classIndex] = entry
    }
  }
}

/**
 * Within a class the earlier entry always scores at least as much, so one head per class is left to compare; these, too, by
 * their numbers only.
 */
const bestHeadFor = (engine: Engine, agent: AgentState): ScoredTask | null => {
  const kinds = takeableKinds(agent)
  if (kinds === 0) return null
  findEarliest(engine, agent, kinds)
  const { classes, earliestHeads, lanes, now } = engine
  let best = -1
  let bestScore = -Infinity
  let bestEntry = Infinity
  for (let classIndex = 0; classIndex < classes.length; classIndex += 1) {
    const lane = earliestHeads.lanes[classIndex] ?? -1
    const ageing = classes[classIndex]
    if (lane < 0 || ageing === undefined) continue
    const entry = earliestHeads.entries[classIndex] ?? Infinity
    const score = scoreAt(ageing, entry, now)
    if (score < bestScore || (score === bestScore && entry > bestEntry)) continue
    if (score === bestScore && entry === bestEntry && winsTie(engine, best, lane)) continue
    best = lane
    bestScore = score
    bestEntry = entry
  }
  const task = best < 0 ? null : lanes.headOf(best)
  return task === null ? null : { task, score: bestScore }
}

/** The better of one found already and another task. */
const betterOf = (engine: Engine, best: ScoredTask | null, task: TaskItem): ScoredTask => {
  const other = { task, score: scoreOf(engine, task) }
  return best === null || goesBefore(other, best) ? other : best
}

const firstAllowed = (engine: Engine, lane: number, agent: AgentState): TaskItem | null => {
  if (engine.lanes.headEntries[lane] === Infinity) return null
  for (const task of engine.lanes.itemsOf(lane)) if (!isExcluded(task, agent.id, engine.now)) return task
  return null
}

/** The same for an agent who is excluded from some tasks: those are stepped over. */
const bestAllowedFor = (engine: Engine, agent: AgentState): ScoredTask | null => {
  let best: ScoredTask | null = null
  const kinds = takeableKinds(agent)
  for (let at = 0; at < agent.servingsCount; at += 1) {
    const served = engine.store.words[agent.servingsBase + at] ?? 0
    if (((kinds >>> kindIndexOf(served)) & 1) === 0) continue
    const base = laneBaseOf(served)
    for (let lane = base; lane < base + engine.classes.length; lane += 1) {
      const task = firstAllowed(engine, lane, agent)
      if (task !== null) best = betterOf(engine, best, task)
    }
  }
  return best
}

/** Or one of those kept for the agent. */
const bestWithKept = (engine: Engine, agent: AgentState, other: ScoredTask | null): ScoredTask | null => {
  let best = other
  for (const task of agent.kept ?? []) if (canTakeKind(agent, task.kindIndex)) best = betterOf(engine, best, task)
  return best
}

/**
 * The waiting task an agent would take now: the least entry of each ageing class over the lanes it serves, then the
 * best score of those few. Never looks past a lane's head except over tasks the agent is excluded from.
 */
export const bestTaskFor = (engine: Engine, agent: AgentState): ScoredTask | null => {
  const best = agent.exclusionCount === 0 ? bestHeadFor(engine, agent) : bestAllowedFor(engine, agent)
  return agent.kept === null ? best : bestWithKept(engine, agent, best)
}
