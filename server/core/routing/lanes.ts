import { isAnybodyFree } from './choose-agent.ts'
import { markTask } from './marks.ts'
import type { Engine, TaskItem } from './state.ts'

const laneOf = (task: TaskItem): number => task.signature.laneBase + task.classIndex

const showHead = (engine: Engine, lane: number): void => {
  const head = engine.lanes[lane]?.first ?? null
  engine.heads[lane] = head
  engine.headEntries[lane] = head === null ? Infinity : head.enteredAt
}

/**
 * Puts a waiting task where agents find it, and marks it for the next `decide` when somebody is free for it. Whoever is
 * freed later is marked too and finds it.
 */
export const enterLane = (engine: Engine, task: TaskItem): void => {
  const lane = laneOf(task)
  const order = engine.lanes[lane]
  order?.insert(task)
  if (order?.first === task) showHead(engine, lane)
  if (isAnybodyFree(task)) markTask(engine, task)
}

/** Before anything its place depends on (queue, kind, class, entry, requirements) changes. */
export const leaveLane = (engine: Engine, task: TaskItem): void => {
  const lane = laneOf(task)
  if (engine.lanes[lane]?.remove(task) !== true) return
  if (engine.heads[lane] === task) showHead(engine, lane)
  task.isMarked = false
}

export const isInLane = (task: TaskItem): boolean => task.state === 'waiting' && task.setAsideUntil === 0
