import { isThere } from './availability.ts'
import { byId } from './by-id.ts'
import type { Effect } from './effects.ts'
import { isExcluded } from './excluded.ts'
import { misfitOf } from './fit.ts'
import { isInLane } from './lanes.ts'
import { explainTask } from './record.ts'
import { requirementsAt } from './recheck.ts'
import { isEligible } from './signatures.ts'
import type { AgentState, Engine, TaskItem, TaskLimits } from './state.ts'
import type { OverflowStep, TaskInput } from './types.ts'

/** What was said of its wait holds on while it stays in its queue (`before`). */
export const limitsOf = (
  { overflow, maxAgeMs, estimatedMs }: TaskInput,
  before: TaskLimits | null,
): TaskLimits | null =>
  overflow === undefined && maxAgeMs === undefined
    ? null
    : {
        overflow: overflow ?? [],
        maxAgeMs: maxAgeMs ?? Infinity,
        estimatedMs: estimatedMs ?? before?.estimatedMs ?? null,
        isAsked: false,
      }

/**
 * The agent came or went: looks anew at every limited task of its queues, where it may have been the last one, and at
 * those that could not go elsewhere, where it may be the first one.
 */
export const judgeAround = (engine: Engine, agent: AgentState): void => {
  for (const task of engine.passedOver) engine.toJudge.add(task)
  for (const { queue } of agent.memberships)
    if (queue.limited !== null) for (const task of queue.limited) engine.toJudge.add(task)
}

/** Whether an agent is there who fits the task and has not turned it down, busy or not. */
const isAnybodyThere = (engine: Engine, task: TaskItem): boolean =>
  task.queue.members.some(
    (agent, position) =>
      agent !== null &&
      isEligible(task.signature, position) &&
      isThere(agent) &&
      !isExcluded(task, agent.id, engine.now),
  )

const isPassedOver = (engine: Engine, task: TaskItem, { unlessNobodyIn }: OverflowStep): boolean => {
  if (unlessNobodyIn === undefined) return false
  const { queueId, requirements } = unlessNobodyIn
  const target = engine.queues.get(queueId)
  if (target === undefined || target.config.isClosed === true) return true
  const needed = requirementsAt(requirements, engine.now - task.enteredAt)
  return !target.members.some((agent) => agent !== null && isThere(agent) && misfitOf(agent, queueId, needed) === null)
}

const isDue = (engine: Engine, task: TaskItem, limits: TaskLimits, { on, afterMs = 0 }: OverflowStep): boolean => {
  const isClosed = task.queue.config.isClosed === true
  switch (on) {
    case 'wait':
      return engine.now - task.enteredAt >= afterMs
    case 'estimate':
      return limits.estimatedMs !== null && limits.estimatedMs > afterMs
    case 'nobody':
      // A closed queue has no members, which says nothing of its agents.
      return !isClosed && !isAnybodyThere(engine, task)
    case 'closed':
      return isClosed
  }
}

/** Takes in how long a task is said to wait still. */
export const noteEstimate = (engine: Engine, taskId: string, waitMs: number | null): void => {
  const task = engine.tasks.get(taskId)
  if (task === undefined || task.limits === null) return
  task.limits.estimatedMs = waitMs
  engine.toJudge.add(task)
}

const judge = (engine: Engine, task: TaskItem, limits: TaskLimits, effects: Effect[]): void => {
  const { id: taskId, version: taskVersion } = task
  engine.passedOver.delete(task)
  const ageMs = engine.now - task.enteredAt
  if (ageMs >= limits.maxAgeMs) {
    limits.isAsked = true
    effects.push({ kind: 'expire-task', taskId, taskVersion, record: explainTask(engine, task, engine.now) })
    return
  }
  for (const step of limits.overflow) {
    if (!isDue(engine, task, limits, step)) continue
    if (isPassedOver(engine, task, step)) {
      engine.passedOver.add(task)
      continue
    }
    limits.isAsked = true
    engine.passedOver.delete(task)
    const record = explainTask(engine, task, engine.now)
    effects.push({ kind: 'overflow', taskId, taskVersion, step: step.step, record })
    return
  }
}

/**
 * Says of every task whose limits may have been reached what is to become of it: at most one thing at a time, and nothing
 * more until its row says that the shell has answered. Which task is asked about first follows from the ids.
 */
export const judgeTasks = (engine: Engine, effects: Effect[]): void => {
  if (engine.toJudge.size === 0) return
  const tasks = byId(engine.toJudge)
  engine.toJudge.clear()
  for (const task of tasks) {
    const { limits } = task
    if (limits !== null && !limits.isAsked && isInLane(task) && engine.tasks.get(task.id) === task)
      judge(engine, task, limits, effects)
  }
}
