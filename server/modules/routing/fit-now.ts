import { type AgentInput, misfitOf, type Requirements } from '../../core/routing/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Task } from './task.ts'
import { taskInputOf } from './task-input.ts'

/** What a task asks of its agent at an instant (epoch ms), relaxed by its age as the router relaxes it. */
export function requirementsAt(task: Task, workflow: WorkflowSnapshot, at: number): Requirements {
  const { requirements } = taskInputOf(
    { ...task, taskId: task.id, callRef: null, caller: null, slaPolicy: null, hold: null },
    workflow,
  )
  const step = requirements.findLast((one) => one.fromAgeMs <= Math.max(0, at - task.enteredAt))
  return step?.requirements ?? { skills: [], language: null }
}

/** True when an agent belongs to the engine's queue and could take what asks for this, had it room. */
export function fitsQueue(agent: AgentInput, queueId: string, requirements: Requirements): boolean {
  if (!agent.matchedQueues.includes(queueId)) return false
  const levels = (held: Record<string, number> = {}) => new Map(Object.entries(held))
  const able = { input: agent, skills: levels(agent.skills), meets: levels(agent.meets) }
  return misfitOf(able, queueId, requirements) === null
}
