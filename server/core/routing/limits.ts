import { isAbsent } from './availability.ts'
import type { Effect } from './effects.ts'
import { isExcluded } from './excluded.ts'
import { misfitOf } from './fit.ts'
import { isInLane } from './lanes.ts'
import { requirementsAt } from './recheck.ts'
import { isEligible } from './signatures.ts'
import type { AgentState, Engine, QueueState, TaskItem, TaskLimits } from './state.ts'
import { entersBefore } from './lane-store.ts'
import type { OverflowStep, TaskInput } from './types.ts'

export const limitsOf = ({ overflow, maxAgeMs }: TaskInput): TaskLimits | null =>
  overflow === undefined && maxAgeMs === undefined
    ? null
    : {
        overflow: overflow ?? [],
        maxAgeMs: maxAgeMs ?? Infinity,
        isNew: false,
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
      !isAbsent(agent) &&
      !isExcluded(task, agent.id, engine.now),
  )

const isPassedOver = (engine: Engine, task: TaskItem, { unlessNobodyIn }: OverflowStep): boolean => {
  if (unlessNobodyIn === undefined) return false
  const { queueId, requirements } = unlessNobodyIn
  const target = engine.queues.get(queueId)
  if (target === undefined || target.config.isClosed === true) return true
  const needed = requirementsAt(requirements, engine.now - task.enteredAt)
  return !target.members.some(
    (agent) => agent !== null && !isAbsent(agent) && misfitOf(agent, queueId, needed) === null,
  )
}

/** How many tasks of the queue have waited at least as long, itself included. */
const placeOf = (queue: QueueState, task: TaskItem): number => {
  let place = 1
  for (const other of queue.limited ?? []) if (other !== task && entersBefore(other, task)) place += 1
  return place
}

const isDue = (engine: Engine, task: TaskItem, { on, afterMs, above }: OverflowStep, isNew: boolean): boolean => {
  const isClosed = task.queue.config.isClosed === true
  switch (on) {
    case 'wait':
      return engine.now - task.enteredAt >= (afterMs ?? 0)
    case 'length':
      return isNew && placeOf(task.queue, task) > (above ?? 0)
    case 'nobody':
      // A closed queue has no members, which says nothing of its agents.
      return !isClosed && !isAnybodyThere(engine, task)
    case 'closed':
      return isClosed
  }
}

const judge = (engine: Engine, task: TaskItem, limits: TaskLimits, effects: Effect[]): void => {
  const { id: taskId, version: taskVersion } = task
  const { isNew } = limits
  limits.isNew = false
  engine.passedOver.delete(task)
  const ageMs = engine.now - task.enteredAt
  if (ageMs >= limits.maxAgeMs) {
    limits.isAsked = true
    effects.push({ kind: 'expire-task', taskId, taskVersion })
    return
  }
  for (const step of limits.overflow) {
    if (!isDue(engine, task, step, isNew)) continue
    if (isPassedOver(engine, task, step)) {
      engine.passedOver.add(task)
      continue
    }
    limits.isAsked = true
    engine.passedOver.delete(task)
    effects.push({ kind: 'overflow', taskId, taskVersion, step: step.step })
    return
  }
}

/**
 * Says of every task whose limits may have been reached what is to become of it: at most one thing at a time, and nothing
 * more until its row says that the shell has answered. Which task is asked about first follows from the ids.
 */
export const judgeTasks = (engine: Engine, effects: Effect[]): void => {
  if (engine.toJudge.size === 0) return
  const tasks = [...engine.toJudge].toSorted((left, right) => (left.id < right.id ? -1 : 1))
  engine.toJudge.clear()
  for (const task of tasks) {
    const { limits } = task
    if (limits !== null && !limits.isAsked && isInLane(task) && engine.tasks.get(task.id) === task)
      judge(engine, task, limits, effects)
  }
}
