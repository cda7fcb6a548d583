import { entryCut } from '../../core/routing/index.ts'
import { priorities, type Queue } from '../../core/workflow/index.ts'
import { ageingOf } from './ageing-of.ts'
import type { Lane } from './queue-figures-view.ts'

/** The priority of the newcomer whose wait is told of a queue as a whole. */
export const newcomerPriority = 'normal'

/** The priorities of a queue, each with what of it goes before a newcomer at `now`. */
export function lanesOf(queue: Queue, now: number): Lane[] {
  const since = dayStart(queue, now)
  const newcomer = { ageing: ageingOf(queue, newcomerPriority), enteredAt: now }
  return priorities.map((priority) => {
    const { enteredAt, isTied } = entryCut(ageingOf(queue, priority), newcomer, now)
    return { queue: queue.slug, since, priority, aheadUntil: isTied ? enteredAt + 1 : enteredAt }
  })
}

/** Midnight (epoch ms) where the queue keeps its hours; in UTC when it is always open. */
function dayStart({ hours }: Queue, now: number): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(hours?.zone ?? 'UTC')
  return local.startOfDay().epochMilliseconds
}
