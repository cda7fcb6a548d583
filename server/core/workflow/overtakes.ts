import { type AgeingClass as EngineAgeing, neverPassedAfterMs, overtakeAfterMs } from '../routing/index.ts'
import type { Priority } from './priority.ts'
import { priorities } from './priority.ts'
import type { Queue } from './snapshot.ts'

/** When a waiting task of a lower priority passes one of a higher priority that has just come in. */
export interface Overtake {
  readonly lower: Priority
  readonly higher: Priority
  /** Of waiting; null = never, so it can starve. */
  readonly afterMs: number | null
  /** Of waiting: none that comes in from then on ever goes before it again. Null = there always may be one. */
  readonly neverPassedAfterMs: number | null
}

/**
 * The overtake time of every pair of priorities (routing.md L4): score = min(base + slope x minutes, cap), and of equal
 * scores the older task goes first.
 */
export function overtakes(ageing: Queue['ageing']): readonly Overtake[] {
  const classOf = (priority: Priority): EngineAgeing => {
    const { base, slopePerMinute, cap } = ageing[priority]
    return { classId: priority, base, slopePerMinute, max: cap }
  }
  return priorities.flatMap((lower, index) =>
    priorities.slice(index + 1).map((higher) => {
      const [waiting, arriving] = [classOf(lower), classOf(higher)]
      return {
        lower,
        higher,
        afterMs: overtakeAfterMs(waiting, arriving),
        neverPassedAfterMs: neverPassedAfterMs(waiting, arriving),
      }
    }),
  )
}
