import { entryCut } from '../../core/routing/index.ts'
import { priorities, type Queue } from '../../core/workflow/index.ts'
import { ageingOf } from './ageing-of.ts'
import type { Lane } from './queue-figures-view.ts'

/** The priority of the newcomer whose wait is told of a queue as a whole. */
export const newcomerPriority = 'normal'

/** The priorities of a queue, each with what of it goes before a newcomer at `now`. */
export function lanesOf(queue: Queue, now: number): Lane[] {
  const { since } = dayZoneOf(queue, now)
  const newcomer = { ageing: ageingOf(queue, newcomerPriority), enteredAt: now }
  return priorities.map((priority) => {
    const { enteredAt, isTied } = entryCut(ageingOf(queue, priority), newcomer, now)
    return { queue: queue.slug, since, priority, aheadUntil: isTied ? enteredAt + 1 : enteredAt }
  })
}

/** The zone in which a queue keeps its hours, UTC when it is always open, and the midnight (epoch ms) of its day. */
export function dayZoneOf({ hours }: Queue, now: number): { zone: string; since: number } {
  const zone = hours?.zone ?? 'UTC'
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  return { zone, since: local.startOfDay().epochMilliseconds }
}
