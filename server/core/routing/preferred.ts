import { isThere } from './availability.ts'
import { isExcluded } from './excluded.ts'
import { isEligible } from './signatures.ts'
import type { AgentState, Engine, TaskItem } from './state.ts'
import type { Preferred } from './types.ts'

/** Takes over whom the task prefers. */
export const setPreferred = (engine: Engine, task: TaskItem, preferred: Preferred | null): void => {
  const before = task.preferred?.agentId
  task.preferred = preferred
  if (before === preferred?.agentId) return
  if (before !== undefined) forgetPreferred(engine, task, before)
  if (preferred === null) return
  const tasks = engine.preferring.get(preferred.agentId)
  if (tasks === undefined) engine.preferring.set(preferred.agentId, new Set([task]))
  else tasks.add(task)
}

const forgetPreferred = (engine: Engine, task: TaskItem, agentId: string): void => {
  const tasks = engine.preferring.get(agentId)
  tasks?.delete(task)
  if (tasks?.size === 0) engine.preferring.delete(agentId)
}

/**
 * The agent the task is kept for: the one it prefers, until the wait for it is over, while it is there and on shift, fits and has not
 * turned the task down (`routing.md` 2.7: wait only for who is present but busy). null = the task is for everybody.
 */
export const keeperOf = (engine: Engine, task: TaskItem): AgentState | null => {
  const { preferred } = task
  if (preferred === null || preferred.until <= engine.now) return null
  const agent = engine.agents.get(preferred.agentId)
  if (agent === undefined || !isThere(agent) || isExcluded(task, agent.id, engine.now)) return null
  const membership = agent.memberships.find(({ queue }) => queue === task.queue)
  return membership !== undefined && isEligible(task.signature, membership.position) ? agent : null
}

export const keepFor = (task: TaskItem, agent: AgentState): void => {
  task.keptFor = agent
  if (agent.kept === null) agent.kept = [task]
  else agent.kept.push(task)
}

export const keepNoLonger = (task: TaskItem, agent: AgentState): void => {
  task.keptFor = null
  const { kept } = agent
  const last = kept?.pop()
  if (kept !== null && last !== undefined && last !== task) kept[kept.indexOf(task)] = last
}
