import { limitFor, unitsFor } from './availability.ts'
import { chooseAgent, isAnybodyFree } from './choose-agent.ts'
import { bestTaskFor, scoreOf } from './choose-task.ts'
import type { Decision } from './effects.ts'
import { MadeDecision } from './made-decision.ts'
import { Heap } from './heap.ts'
import { takeHold } from './holds.ts'
import { isInLane, leaveLane } from './lanes.ts'
import { markAgent, markTask, takeMarkedAgents, takeMarkedTasks } from './marks.ts'
import { advanceTo } from './recheck.ts'
import { evidenceOf } from './record.ts'
import type { AgentState, Engine, TaskItem } from './state.ts'
import { entersBefore } from './lane-store.ts'

/** A task somebody may take now: marked itself (`agent` null), or the best one of a marked agent. */
interface Candidate {
  task: TaskItem
  agent: AgentState | null
}

/** Of two who could take the same task either may come first: it goes to the best ranked agent, whoever asked. */
const winsTie = (left: Candidate, right: Candidate): boolean =>
  left.task !== right.task && entersBefore(left.task, right.task)

const offerBest = (engine: Engine, agent: AgentState, candidates: Heap<Candidate>): void => {
  const best = bestTaskFor(engine, agent)
  if (best !== null) candidates.push(-best.score, { task: best.task, agent })
}

/** The highest score first. */
const gather = (engine: Engine): Heap<Candidate> => {
  const candidates = new Heap(winsTie)
  for (const agent of takeMarkedAgents(engine)) offerBest(engine, agent, candidates)
  for (const task of takeMarkedTasks(engine)) candidates.push(-scoreOf(engine, task), { task, agent: null })
  return candidates
}

/** Whoever was not reached stays marked. */
const markAgain = (engine: Engine, candidates: Heap<Candidate>): void => {
  for (let candidate = candidates.pop(); candidate !== undefined; candidate = candidates.pop()) {
    if (candidate.agent !== null) markAgent(engine, candidate.agent)
    else if (isInLane(candidate.task)) markTask(engine, candidate.task)
  }
}

const reserve = (engine: Engine, task: TaskItem): Decision | null => {
  const { now } = engine
  const choice = chooseAgent(engine, task)
  const position = choice.best[0]
  const agent = position === undefined ? null : (task.queue.members[position] ?? null)
  if (agent === null) return null
  const evidence = evidenceOf(engine, task, choice, now)
  const units = unitsFor(agent, task.kindIndex)
  const kind = engine.kinds[task.kindIndex]
  leaveLane(engine, task)
  task.state = 'reserved'
  task.decidedVersion = task.version
  task.agentId = agent.id
  task.units = units
  agent.offeredAt = now
  takeHold(engine, task, { agent, units, isInFlight: true, isPending: true })
  const expiresAt = now + (kind?.offerTimeoutMs ?? task.queue.config.offerTimeoutMs)
  const limit = limitFor(agent, task.kindIndex)
  const maxAtOnce = limit < Infinity ? limit : null
  return new MadeDecision(task, { taskKind: kind?.kind ?? '', maxAtOnce, expiresAt }, evidence)
}

/**
 * Pairs waiting tasks with agents who can take them now, at most `limit` pairs, each reserved at once in the engine's
 * state. The rule, whatever led here: *of all waiting tasks somebody could take, the highest score goes first, to the
 * best ranked agent who could take it; repeat.* Only tasks and agents that changed since the last call are looked at: nobody
 * else can form a pair, because whoever could has been paired before.
 */
export const decide = (engine: Engine, now: number, limit: number): Decision[] => {
  advanceTo(engine, now)
  const decisions: Decision[] = []
  if (engine.markedAgents.length === 0 && engine.markedTasks.length === 0) return decisions
  const candidates = gather(engine)
  while (decisions.length < limit) {
    const candidate = candidates.pop()
    if (candidate === undefined) break
    const { task, agent } = candidate
    // Whose best task it is can mostly take it still.
    const decision = isInLane(task) && (agent !== null || isAnybodyFree(task)) ? reserve(engine, task) : null
    if (decision !== null) decisions.push(decision)
    if (agent !== null) offerBest(engine, agent, candidates)
  }
  markAgain(engine, candidates)
  return decisions
}
