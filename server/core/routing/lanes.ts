import type { Engine, TaskItem } from './state.ts'

const laneOf = (task: TaskItem): number => task.signature.laneBase + task.classIndex

const showHead = (engine: Engine, lane: number): void => {
  const head = engine.lanes[lane]?.first ?? null
  engine.heads[lane] = head
  engine.headEntries[lane] = head === null ? Infinity : head.enteredAt
}

/** Puts a waiting task where agents find it, and marks it for the next `decide`. */
export const enterLane = (engine: Engine, task: TaskItem): void => {
  const lane = laneOf(task)
  engine.lanes[lane]?.insert(task)
  showHead(engine, lane)
  engine.dirtyTasks.add(task)
}

/** Before anything its place depends on (queue, kind, class, entry, requirements) changes. */
export const leaveLane = (engine: Engine, task: TaskItem): void => {
  const lane = laneOf(task)
  if (engine.lanes[lane]?.remove(task) !== true) return
  showHead(engine, lane)
  engine.dirtyTasks.delete(task)
}

export const isInLane = (task: TaskItem): boolean => task.state === 'waiting' && task.setAsideUntil === 0
