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
 * The lane of one ageing class, among those of these kinds, whose head entered first; -1 = all are empty. Only numbers are
 * compared; tasks are looked at when two heads entered in the same ms.
 */
const earliestLane = (engine: Engine, agent: AgentState, kinds: number, classIndex: number): number => {
  const { headEntries } = engine.lanes
  const { words } = engine.store
  const end = agent.servingsBase + agent.servingsCount
  let found = -1
  let earliest = Infinity
  for (let at = agent.servingsBase; at < end; at += 1) {
    const served = words[at] ?? 0
    if (((kinds >>> kindIndexOf(served)) & 1) === 0) continue
    const lane = laneBaseOf(served) + classIndex
    const entry = headEntries[lane] ?? Infinity
    if (entry > earliest || entry === Infinity) continue
    if (entry === earliest && !winsTie(engine, lane, found)) continue
    found = lane
    earliest = entry
  }
  return found
}

/**
 * Within a class the earlier entry always scores at least as much, so one head per class is left to compare; these, too, by
 * their numbers only.
 */
const bestHeadFor = (engine: Engine, agent: AgentState): ScoredTask | null => {
  const kinds = takeableKinds(agent)
  if (kinds === 0) return null
  const { classes, lanes, now } = engine
  const { headEntries } = lanes
  let best = -1
  let bestScore = -Infinity
  let bestEntry = Infinity
  for (let classIndex = 0; classIndex < classes.length; classIndex += 1) {
    const lane = earliestLane(engine, agent, kinds, classIndex)
    const ageing = classes[classIndex]
    if (lane < 0 || ageing === undefined) continue
    const entry = headEntries[lane] ?? Infinity
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
