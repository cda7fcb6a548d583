import { refreshAgent } from './availability.ts'
import type { AgentState, Engine, Hold, TaskItem } from './state.ts'

const count = (agent: AgentState, task: TaskItem, hold: Hold, sign: 1 | -1): void => {
  const kind = task.kindIndex
  if (hold.isInFlight) {
    agent.inFlightUnits += sign * hold.units
    agent.inFlightByKind[kind] = (agent.inFlightByKind[kind] ?? 0) + sign
  } else {
    agent.heldUnits += sign * hold.units
    agent.heldByKind[kind] = (agent.heldByKind[kind] ?? 0) + sign
  }
  if (hold.isPending) agent.pendingOffers += sign
}

/** The agent gives units to the task, instead of whatever hold the task had. */
export const takeHold = (engine: Engine, task: TaskItem, hold: Hold): void => {
  const { agent } = hold
  if (task.hold !== null && task.hold.agent !== agent) releaseHold(engine, task)
  if (task.hold !== null) count(agent, task, task.hold, -1)
  task.hold = hold
  agent.holds.add(task)
  count(agent, task, hold, 1)
  refreshAgent(engine, agent)
}

/** Gives the units back. Must run before the task's kind changes. */
export const releaseHold = (engine: Engine, task: TaskItem): void => {
  const { hold } = task
  if (hold === null) return
  task.hold = null
  hold.agent.holds.delete(task)
  count(hold.agent, task, hold, -1)
  refreshAgent(engine, hold.agent)
}
