import type { TaskItem } from './state.ts'

/** Whether the agent turned the task down and is not to be asked again yet. */
export const isExcluded = (task: TaskItem, agentId: string, now: number): boolean =>
  task.exclusions !== null && (task.exclusions.get(agentId) ?? 0) > now
