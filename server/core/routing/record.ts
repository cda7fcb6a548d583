import { chooseAgent, type Choice } from './choose-agent.ts'
import type { RankingKind } from './config.ts'
import type { DecisionRecord, RankedAgent } from './effects.ts'
import { isExcluded } from './excluded.ts'
import { keeperOf } from './preferred.ts'
import { choiceReasons } from './reasons.ts'
import type { AgentState, Engine, Signature, TaskItem } from './state.ts'
import type { Preferred } from './types.ts'

/**
 * All that a record says, as it stood when the choice was made. What is held here by reference is replaced when it
 * changes, never changed itself, so the record may be written out at any later time and is the same.
 */
export interface Evidence {
  readonly taskId: string
  readonly queueId: string
  readonly now: number
  readonly inputSequence: number
  readonly workflowVersion: string
  readonly rulePath: string[]
  readonly ranking: RankingKind
  readonly choice: Choice
  /** Best first; of them only the ids, and the chosen one's `skills`, are read later. */
  readonly agents: readonly Pick<AgentState, 'id'>[]
  /** Of each of them: idle since, load. */
  readonly figures: readonly number[]
  readonly skills: AgentState['skills'] | null
  readonly needs: Pick<Signature, 'requirements' | 'phrases'>
  readonly misfits: Signature['misfits']
  /** Agents of the workspace who are no members of the queue, and whether it is because it is closed. */
  readonly otherCount: number
  readonly isClosed: boolean
  /** Agents who declined or missed the task. */
  readonly turnedDown: number
  /** Why the task was kept for the agent; null = it was not. */
  readonly keptAs: NonNullable<Preferred['as']> | null
}

const turnedDownBy = (task: TaskItem, now: number): number => {
  if (task.exclusions === null) return 0
  let count = 0
  for (const agentId of task.exclusions.keys()) if (isExcluded(task, agentId, now)) count += 1
  return count
}

/** Of a choice made on the state as it is; call it before the reservation changes that state. */
export const evidenceOf = (engine: Engine, task: TaskItem, choice: Choice, now: number): Evidence => {
  const { queue, signature } = task
  // Made whole with the first, as in `keepBest`.
  let agents: AgentState[] = []
  let figures: number[] = []
  for (const position of choice.best) {
    const agent = queue.members[position]
    if (!agent) continue
    const index = queue.memberIndexes[position] ?? 0
    const idleSince = engine.idleKeys[index] ?? 0
    const load = engine.loadKeys[index] ?? 0
    if (agents.length === 0) {
      agents = [agent]
      figures = [idleSince, load]
    } else {
      agents.push(agent)
      figures.push(idleSince, load)
    }
  }
  return {
    taskId: task.id,
    queueId: queue.id,
    now,
    inputSequence: engine.sequence,
    workflowVersion: engine.config.workflowVersion,
    rulePath: task.rulePath,
    ranking: queue.config.ranking,
    choice,
    agents,
    figures,
    skills: agents[0]?.skills ?? null,
    needs: signature,
    misfits: signature.misfits,
    otherCount: engine.agents.size - queue.memberCount,
    isClosed: queue.config.isClosed === true,
    turnedDown: turnedDownBy(task, now),
    keptAs: task.preferred === null || keeperOf(engine, task) === null ? null : (task.preferred.as ?? 'named'),
  }
}

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

const rankedAgents = ({ agents, figures, choice, ranking, now }: Evidence): RankedAgent[] =>
  agents.map(({ id }, at) => {
    const idleMs = Math.max(0, now - (figures[2 * at] ?? 0))
    const values = { value: valueOf(ranking, choice.keys[at] ?? 0, now), idleMs, load: figures[2 * at + 1] ?? 0 }
    return { agentId: id, values }
  })

/** Every agent of the workspace but the chosen one, each under the first reason that stands against it. */
const rejectsOf = ({ misfits, otherCount, isClosed, choice }: Evidence): DecisionRecord['rejects'] => {
  const rejects: DecisionRecord['rejects'] = {}
  const outsiders = misfits.not_member + (isClosed ? 0 : otherCount)
  if (outsiders > 0) rejects.not_member = outsiders
  if (misfits.no_permission > 0) rejects.no_permission = misfits.no_permission
  if (misfits.skill_missing > 0) rejects.skill_missing = misfits.skill_missing
  if (misfits.level_low > 0) rejects.level_low = misfits.level_low
  if (misfits.language_missing > 0) rejects.language_missing = misfits.language_missing
  if (misfits.search_mismatch > 0) rejects.search_mismatch = misfits.search_mismatch
  if (choice.absentCount > 0) rejects.presence = choice.absentCount
  const outsideHours = choice.offShiftCount + (isClosed ? otherCount : 0)
  if (outsideHours > 0) rejects.outside_hours = outsideHours
  if (choice.reservedCount > 0) rejects.reserved_elsewhere = choice.reservedCount
  if (choice.fullCount > 0) rejects.no_capacity = choice.fullCount
  if (choice.excludedCount > 0) rejects.excluded_declined = choice.excludedCount
  if (choice.delayedCount > 0) rejects.delayed = choice.delayedCount
  if (choice.cappedCount > 0) rejects.fairness_cap = choice.cappedCount
  if (choice.freeCount > 1) rejects.outranked = choice.freeCount - 1
  return rejects
}

/** Written out from what was found when the choice was made. */
export const recordOf = (evidence: Evidence): DecisionRecord => {
  const { taskId, queueId, now, inputSequence, workflowVersion, rulePath, ranking, choice, skills } = evidence
  const best = rankedAgents(evidence)
  const first = best[0]
  const { freeCount } = choice
  return {
    taskId,
    agentId: first?.agentId ?? null,
    queueId,
    now,
    inputSequence,
    workflowVersion,
    rulePath,
    ranking,
    best,
    rejects: rejectsOf(evidence),
    reasons:
      first === undefined || skills === null
        ? []
        : choiceReasons(evidence.needs, skills, {
            kind: ranking,
            values: first.values,
            freeCount,
            keptAs: evidence.keptAs,
            turnedDown: evidence.turnedDown,
          }),
  }
}

/** The record of a task on which nothing was decided: `agentId` is who would get it now, null when nobody could. */
export const explainTask = (engine: Engine, task: TaskItem, now: number): DecisionRecord =>
  recordOf(evidenceOf(engine, task, chooseAgent(engine, task), now))
