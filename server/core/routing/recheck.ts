import { refreshAgent } from './availability.ts'
import { enterLane, isInLane, leaveLane, refile } from './lanes.ts'
import { markTask } from './marks.ts'
import { moveTask, signatureOf } from './signatures.ts'
import type { Engine, Recheck, TaskItem, TaskLimits } from './state.ts'
import type { Requirements, RequirementStep } from './types.ts'

const NO_REQUIREMENTS: Requirements = { skills: [], language: null }

/** The step in force at this task age. */
export const requirementsAt = (steps: RequirementStep[], ageMs: number): Requirements => {
  let current = steps[0]?.requirements ?? NO_REQUIREMENTS
  for (const step of steps) if (step.fromAgeMs <= ageMs) current = step.requirements
  return current
}

/** When the next of its limits is reached by time alone. */
const nextLimit = ({ enteredAt }: TaskItem, { overflow, maxAgeMs }: TaskLimits, now: number): number => {
  const ages = overflow.flatMap(({ on, afterMs, unlessNobodyIn }) => [
    ...(on === 'wait' ? [afterMs ?? 0] : []),
    ...(unlessNobodyIn?.requirements ?? []).map((step) => step.fromAgeMs),
  ])
  const instants = [...ages, maxAgeMs].map((ageMs) => enteredAt + ageMs)
  return Math.min(...instants.filter((at) => at > now))
}

/** Asks for another look at the task at the next instant at which a step or an exclusion of it changes. */
export const scheduleTask = (engine: Engine, task: TaskItem, now: number): void => {
  let at = task.setAsideUntil > now ? task.setAsideUntil : Infinity
  if (task.preferred !== null && task.preferred.until > now) at = Math.min(at, task.preferred.until)
  if (task.limits !== null) at = Math.min(at, nextLimit(task, task.limits, now))
  for (const { fromAgeMs } of task.steps) {
    const due = task.enteredAt + fromAgeMs
    if (due > now && due < at) at = due
  }
  if (task.exclusions !== null) for (const until of task.exclusions.values()) if (until > now && until < at) at = until
  const isPlanned = task.recheckAt === at
  task.recheckAt = at
  if (at < Infinity && !isPlanned) engine.rechecks.push(at, { at, id: task.id, task, agent: null })
}

/** The earliest look asked for that still matters; those of ended or re-planned tasks are dropped on the way. */
export const nextRecheck = (engine: Engine): Recheck | null => {
  for (let due = engine.rechecks.top; due !== undefined; due = engine.rechecks.top) {
    const isCurrent =
      due.task !== null
        ? due.task.recheckAt === due.at && engine.tasks.get(due.id) === due.task
        : due.agent?.setAsideUntil === due.at && engine.agents.get(due.id) === due.agent
    if (isCurrent) return due
    engine.rechecks.pop()
  }
  return null
}

/** The caller removes it from the task. */
export const forgetExclusion = (engine: Engine, agentId: string): void => {
  const agent = engine.agents.get(agentId)
  if (agent !== undefined) agent.exclusionCount -= 1
}

const dropPastExclusions = (engine: Engine, task: TaskItem, now: number): boolean => {
  if (task.exclusions === null) return false
  let dropped = false
  for (const [agentId, until] of task.exclusions) {
    if (until > now) continue
    task.exclusions.delete(agentId)
    forgetExclusion(engine, agentId)
    dropped = true
  }
  if (task.exclusions.size === 0) task.exclusions = null
  return dropped
}

const recheckTask = (engine: Engine, task: TaskItem, now: number): void => {
  const opened = dropPastExclusions(engine, task, now)
  const next = signatureOf(engine, task.queue, task.kindIndex, requirementsAt(task.steps, now - task.enteredAt))
  const wasInLane = isInLane(task)
  const returns = task.setAsideUntil !== 0 && task.setAsideUntil <= now
  if (next !== task.signature || returns) {
    if (wasInLane) leaveLane(engine, task)
    moveTask(engine, task, next)
    if (returns) task.setAsideUntil = 0
    if (isInLane(task)) enterLane(engine, task)
    if (task.signature.eligibleCount === 0) engine.toReport.add(task)
  } else {
    refile(engine, task)
    if (opened && wasInLane) markTask(engine, task)
  }
  if (task.limits !== null) engine.toJudge.add(task)
  scheduleTask(engine, task, now)
}

/** Moves the engine's clock on (never back) and does what fell due: steps relax, cool-downs and pauses end. */
export const advanceTo = (engine: Engine, now: number): void => {
  if (now > engine.now) engine.now = now
  for (let due = nextRecheck(engine); due !== null && due.at <= engine.now; due = nextRecheck(engine)) {
    engine.rechecks.pop()
    if (due.task !== null) recheckTask(engine, due.task, engine.now)
    if (due.agent === null) continue
    due.agent.setAsideUntil = 0
    refreshAgent(engine, due.agent)
  }
}
