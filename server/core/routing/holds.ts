import { refreshAgent } from './availability.ts'
import type { AgentState, Engine, Hold, TaskItem } from './state.ts'

const count = (agent: AgentState, task: TaskItem, hold: Hold, sign: 1 | -1): void => {
  const { countsByKind } = agent
  const at = hold.isInFlight ? countsByKind.length / 2 + task.kindIndex : task.kindIndex
  countsByKind[at] = (countsByKind[at] ?? 0) + sign
  if (agent.unitsHeldByKind !== null) agent.unitsHeldByKind[at] = (agent.unitsHeldByKind[at] ?? 0) + sign * hold.units
  if (hold.isInFlight) agent.inFlightUnits += sign * hold.units
  else agent.heldUnits += sign * hold.units
  if (hold.isPending) agent.pendingOffers += sign
}

/** The agent gives units to the task, instead of whatever hold the task had. */
export const takeHold = (engine: Engine, task: TaskItem, hold: Hold): void => {
  const { agent } = hold
  if (task.hold !== null && task.hold.agent !== agent) releaseHold(engine, task)
  if (task.hold === null) agent.holds.push(task)
  else count(agent, task, task.hold, -1)
  task.hold = hold
  count(agent, task, hold, 1)
  refreshAgent(engine, agent)
}

/** Gives the units back. Must run before the task's kind changes. */
export const releaseHold = (engine: Engine, task: TaskItem): void => {
  const { hold } = task
  if (hold === null) return
  task.hold = null
  const { holds } = hold.agent
  const last = holds.pop()
  if (last !== undefined && last !== task) holds[holds.indexOf(task)] = last
  count(hold.agent, task, hold, -1)
  refreshAgent(engine, hold.agent)
}
