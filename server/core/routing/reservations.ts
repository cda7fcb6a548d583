import { backToWaiting } from './apply-task.ts'
import { takeHold } from './holds.ts'
import { isInLane, leaveLane } from './lanes.ts'
import type { AgentState, Engine, TaskItem } from './state.ts'

/** Puts a reservation that was decided elsewhere into the state, as `decide` would have. */
export const reserveFor = (engine: Engine, task: TaskItem, agent: AgentState, units: number): void => {
  if (isInLane(task)) leaveLane(engine, task)
  task.state = 'reserved'
  task.agentId = agent.id
  task.units = units
  takeHold(engine, task, { agent, units, isInFlight: true, isPending: true })
}

/** Undoes a reservation as if it had never been decided. */
export const takeBack = (engine: Engine, taskId: string): void => {
  const task = engine.tasks.get(taskId)
  if (task?.state === 'reserved') backToWaiting(engine, task)
}
