import type { Priority } from './priority.ts'
import type { AgeingClass, Queue, SlaPolicy } from './snapshot.ts'

const minuteMs = 60_000

/**
 * How a task of this priority gains rank in a queue. Where the queue has a `deadlineWeight`, the deadline adds a slope of
 * weight / target (routing.md L4): by the time its target is over, the task has gained the whole weight. The target is
 * that of the first response, else of the resolution, of the task's SLA policy; without one there is no deadline.
 */
export function ageingOfTask(queue: Queue, priority: Priority, policy: SlaPolicy | null): AgeingClass {
  const ageing = queue.ageing[priority]
  const { firstResponse, resolution } = policy?.targets[priority] ?? {}
  const targetMs = firstResponse ?? resolution ?? 0
  if (queue.deadlineWeight === 0 || targetMs <= 0) return ageing
  return { ...ageing, slopePerMinute: ageing.slopePerMinute + (queue.deadlineWeight * minuteMs) / targetMs }
}
