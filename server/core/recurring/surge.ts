import { poissonTail } from './poisson-tail.ts'

/** Whether an issue comes up more often just now than at this hour of the week in the weeks before. */
export interface Surge {
  /** In the latest `surgeWindowMs`. */
  readonly seen: number
  /** In as long a time at the same hours of the weeks before, on average; one more week at the issue's own rate is added. */
  readonly expected: number
  /** How likely so many are by chance. */
  readonly p: number
  readonly isSurging: boolean
}

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs

/** Four alike within four hours are one incident (helpdesk.md 2.8). */
export const surgeWindowMs = 4 * hourMs
const leastSeen = 4
/** Many issues are looked at: what is called a surge must be rarer than one in a hundred. */
const mostP = 0.01

/**
 * Tests the latest hours against the hour-of-week baseline. `times` are when tickets of the issue came (ms, any order),
 * all from `from` on and before `to`.
 */
export function surgeOf(times: readonly number[], { from, to }: { from: number; to: number }): Surge {
  const begin = to - surgeWindowMs
  const seen = times.filter((at) => at >= begin).length
  const earlier = times.filter((at) => at < begin)
  const weeks = Math.floor((begin - from) / weekMs)
  const atSameHours = earlier.filter((at) => {
    const weeksBack = Math.ceil((to - at) / weekMs) - 1
    return weeksBack >= 1 && weeksBack <= weeks && at + weeksBack * weekMs >= begin
  }).length
  const ofAnyHours = begin > from ? (earlier.length * surgeWindowMs) / (begin - from) : 0
  const expected = (atSameHours + ofAnyHours) / (weeks + 1)
  const p = poissonTail(seen, expected)
  return { seen, expected, p, isSurging: seen >= leastSeen && p < mostP }
}
