import type { Standing, TaskKind } from '../../core/workflow/index.ts'
import { isDialable } from '../calls/index.ts'
import type { Task } from './task.ts'

/** How a task stands as overflow sees it; `caller` is the number it calls from, null when it is no call. */
export function standingOf(
  { queue, kind, partner, overflowed }: Pick<Task, 'queue' | 'kind' | 'partner' | 'overflowed'>,
  caller: string | null,
): Standing {
  // Kinds of tasks come from the workflow alone.
  return { queue, kind: kind as TaskKind, partner, isWithheld: caller !== null && !isDialable(caller), overflowed }
}
