import { isAnybodyFree } from './choose-agent.ts'
import { markTask } from './marks.ts'
import { keeperOf, keepFor, keepNoLonger } from './preferred.ts'
import type { Engine, TaskItem } from './state.ts'

const laneOf = (task: TaskItem): number => task.signature.laneBase + task.classIndex

/**
 * Puts a waiting task where agents find it, and marks it for the next `decide` when somebody is free for it. Whoever is
 * freed later is marked too and finds it. A task kept for an agent is found by that one only.
 */
export const enterLane = (engine: Engine, task: TaskItem): void => {
  const keeper = task.preferred === null ? null : keeperOf(engine, task)
  if (keeper !== null) keepFor(task, keeper)
  else engine.lanes.insert(laneOf(task), task)
  if (task.limits !== null) {
    task.queue.limited ??= new Set()
    task.queue.limited.add(task)
    engine.toJudge.add(task)
  }
  if (isAnybodyFree(task)) markTask(engine, task)
}

/** Before anything its place depends on (queue, kind, class, entry, requirements) changes. */
export const leaveLane = (engine: Engine, task: TaskItem): void => {
  if (task.limits !== null) {
    task.queue.limited?.delete(task)
    engine.passedOver.delete(task)
  }
  if (task.keptFor !== null) {
    keepNoLonger(task, task.keptFor)
    task.isMarked = false
    return
  }
  if (engine.lanes.remove(laneOf(task), task)) task.isMarked = false
}

export const isInLane = (task: TaskItem): boolean => task.state === 'waiting' && task.setAsideUntil === 0

/** After anything changed that says whether the task is kept for somebody. */
export const refile = (engine: Engine, task: TaskItem): void => {
  if (task.preferred === null || !isInLane(task) || task.keptFor === keeperOf(engine, task)) return
  leaveLane(engine, task)
  enterLane(engine, task)
}

/** The same for all tasks that prefer the agent. */
export const refileFor = (engine: Engine, agentId: string): void => {
  const tasks = engine.preferring.get(agentId)
  if (tasks !== undefined) for (const task of tasks) refile(engine, task)
}
