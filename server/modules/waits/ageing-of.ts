import type { AgeingClass } from '../../core/routing/index.ts'
import { ageingOfTask, type Priority, type Queue, type SlaPolicy } from '../../core/workflow/index.ts'

/** The class by which the engine orders a priority of a queue; where deadlines count, of tasks under this policy. */
export function ageingOf(queue: Queue, priority: string, policy: SlaPolicy | null = null): AgeingClass {
  const { base, slopePerMinute, cap } = ageingOfTask(queue, priority as Priority, policy)
  return { classId: priority, base, slopePerMinute, max: cap }
}
