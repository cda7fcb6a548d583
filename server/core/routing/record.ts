import { chooseAgent, isExcluded, type Choice } from './choose-agent.ts'
import type { RankingKind } from './config.ts'
import type { DecisionRecord, RankedAgent } from './effects.ts'
import { choiceReasons } from './reasons.ts'
import type { Engine, TaskItem } from './state.ts'

const valueOf = (ranking: RankingKind, key: number, now: number): number => {
  switch (ranking) {
    case 'longest-idle':
      return Math.max(0, now - key)
    case 'round-robin':
      return now - key
    case 'least-loaded':
      return key
    case 'best-match':
    case 'expression':
      return key === 0 ? 0 : -key
  }
}

/** Reads the rank keys, not the agents: those of the runners-up are seldom in the processor's cache. */
const rankedAgents = (engine: Engine, { queue }: TaskItem, { best, keys }: Choice, now: number): RankedAgent[] => {
  const ranked: RankedAgent[] = []
  const { ranking } = queue.config
  for (let at = 0; at < best.length; at += 1) {
    const position = best[at] ?? 0
    const index = queue.memberIndexes[position] ?? 0
    const idleMs = Math.max(0, now - (engine.idleKeys[index] ?? 0))
    const values = { value: valueOf(ranking, keys[at] ?? 0, now), idleMs, load: engine.loadKeys[index] ?? 0 }
    ranked.push({ agentId: queue.members[position]?.id ?? '', values })
  }
  return ranked
}

/** Every agent of the workspace but the chosen one, each under the first reason that stands against it. */
const rejectsOf = (engine: Engine, task: TaskItem, choice: Choice): DecisionRecord['rejects'] => {
  const { signature, queue } = task
  const { misfits } = signature
  const rejects: DecisionRecord['rejects'] = {}
  const others = engine.agents.size - queue.memberCount
  if (others > 0) rejects.not_member = others
  if (misfits.no_permission > 0) rejects.no_permission = misfits.no_permission
  if (misfits.skill_missing > 0) rejects.skill_missing = misfits.skill_missing
  if (misfits.level_low > 0) rejects.level_low = misfits.level_low
  if (misfits.language_missing > 0) rejects.language_missing = misfits.language_missing
  if (choice.absentCount > 0) rejects.presence = choice.absentCount
  if (choice.offShiftCount > 0) rejects.outside_hours = choice.offShiftCount
  if (choice.reservedCount > 0) rejects.reserved_elsewhere = choice.reservedCount
  if (choice.fullCount > 0) rejects.no_capacity = choice.fullCount
  if (choice.excludedCount > 0) rejects.excluded_declined = choice.excludedCount
  if (choice.freeCount > 1) rejects.outranked = choice.freeCount - 1
  return rejects
}

const turnedDownBy = (task: TaskItem, now: number): number => {
  if (task.exclusions === null) return 0
  let count = 0
  for (const agentId of task.exclusions.keys()) if (isExcluded(task, agentId, now)) count += 1
  return count
}

/** The record of a choice made on the state as it is; call it before the reservation changes that state. */
export const recordOf = (engine: Engine, task: TaskItem, choice: Choice, now: number): DecisionRecord => {
  const { queue, signature } = task
  const best = rankedAgents(engine, task, choice, now)
  const first = best[0]
  const agent = choice.best[0] === undefined ? null : (queue.members[choice.best[0]] ?? null)
  const ranking = queue.config.ranking
  return {
    taskId: task.id,
    agentId: agent?.id ?? null,
    queueId: queue.id,
    now,
    inputSequence: engine.sequence,
    workflowVersion: engine.config.workflowVersion,
    rulePath: task.rulePath,
    ranking,
    best,
    rejects: rejectsOf(engine, task, choice),
    reasons:
      first === undefined || agent === null
        ? []
        : choiceReasons(signature, agent.skills, {
            kind: ranking,
            values: first.values,
            freeCount: choice.freeCount,
            turnedDown: turnedDownBy(task, now),
          }),
  }
}

/** The record of a task on which nothing was decided: `agentId` is who would get it now, null when nobody could. */
export const explainTask = (engine: Engine, task: TaskItem, now: number): DecisionRecord =>
  recordOf(engine, task, chooseAgent(engine, task), now)
