import type { Priority } from './priority.ts'
import { priorities } from './priority.ts'
import type { Queue } from './snapshot.ts'

/** When a waiting task of a lower priority passes one of a higher priority that has just come in. */
export interface Overtake {
  readonly lower: Priority
  readonly higher: Priority
  /** Minutes of waiting; null = never, so it can starve. */
  readonly afterMinutes: number | null
}

/**
 * The overtake time of every pair of priorities (routing.md L4): score = min(base + slope x minutes, cap), and of equal
 * scores the older task goes first.
 */
export function overtakes(ageing: Queue['ageing']): readonly Overtake[] {
  return priorities.flatMap((lower, index) =>
    priorities.slice(index + 1).map((higher) => {
      const waiting = ageing[lower]
      const fresh = Math.min(ageing[higher].base, ageing[higher].cap)
      const gap = fresh - Math.min(waiting.base, waiting.cap)
      if (gap <= 0) return { lower, higher, afterMinutes: 0 }
      const reaches = waiting.slopePerMinute > 0 && waiting.cap >= fresh
      return { lower, higher, afterMinutes: reaches ? gap / waiting.slopePerMinute : null }
    }),
  )
}
