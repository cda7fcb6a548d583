import type { AgeingClass } from '../../core/routing/index.ts'
import type { Priority, Queue } from '../../core/workflow/index.ts'

/** The class by which the engine orders a priority of a queue. */
export function ageingOf(queue: Queue, priority: string): AgeingClass {
  const { base, slopePerMinute, cap } = queue.ageing[priority as Priority]
  return { classId: priority, base, slopePerMinute, max: cap }
}
