import type { AgentState, Engine, TaskItem } from './state.ts'

/** Has the next `decide` look for a task for the agent. */
export const markAgent = (engine: Engine, agent: AgentState): void => {
  if (agent.isMarked) return
  agent.isMarked = true
  engine.markedAgents.push(agent)
}

/** Has the next `decide` look for an agent for the task. */
export const markTask = (engine: Engine, task: TaskItem): void => {
  if (task.isMarked) return
  task.isMarked = true
  engine.markedTasks.push(task)
}

const takeMarked = <Item extends { isMarked: boolean }>(items: Item[]): Item[] => {
  const marked: Item[] = []
  for (const item of items) {
    if (!item.isMarked) continue
    item.isMarked = false
    marked.push(item)
  }
  items.length = 0
  return marked
}

/** Empties the list and gives those whose mark still stands, each once. */
export const takeMarkedAgents = (engine: Engine): AgentState[] => takeMarked(engine.markedAgents)

export const takeMarkedTasks = (engine: Engine): TaskItem[] => takeMarked(engine.markedTasks)
