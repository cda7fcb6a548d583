import type { Standing, TaskKind } from '../../core/workflow/index.ts'
import type { Task } from './task.ts'

/** How a task stands as overflow sees it. */
export function standingOf({
  queue,
  kind,
  partner,
  overflowed,
}: Pick<Task, 'queue' | 'kind' | 'partner' | 'overflowed'>): Standing {
  // Kinds of tasks come from the workflow alone.
  return { queue, kind: kind as TaskKind, partner, overflowed }
}
