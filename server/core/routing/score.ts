import type { AgeingClass } from './config.ts'

const MINUTE_MS = 60_000

/** Rank of a task of this class that entered at `enteredAt` (ms); higher goes first. Entry in the future counts as no wait. */
export const scoreAt = (ageing: AgeingClass, enteredAt: number, now: number): number => {
  const waitedMs = now > enteredAt ? now - enteredAt : 0
  const score = ageing.base + (ageing.slopePerMinute * waitedMs) / MINUTE_MS
  return score < ageing.max ? score : ageing.max
}

/** Of a task that has just entered: its base, unless the cap is below it. */
const freshScore = ({ base, max }: AgeingClass): number => Math.min(base, max)

/** Wait (ms) after which the class reaches `score`; null = never. */
const reachesAfterMs = (ageing: AgeingClass, score: number): number | null => {
  if (score <= freshScore(ageing)) return 0
  if (score > ageing.max || ageing.slopePerMinute <= 0) return null
  return ((score - ageing.base) / ageing.slopePerMinute) * MINUTE_MS
}

/**
 * Wait (ms) after which a task of class `waiting` goes before any task of class `arriving` that enters from then on,
 * at the moment it enters ("a low task passes a new critical one after 37 min"). null = never: the lower class can starve.
 */
export const overtakeAfterMs = (waiting: AgeingClass, arriving: AgeingClass): number | null =>
  reachesAfterMs(waiting, freshScore(arriving))

/**
 * Wait (ms) after which no task of class `arriving` that enters later ever goes before it again, however long both
 * wait; null = there is no such wait. At least `overtakeAfterMs`: a steeper class may catch up until its cap.
 */
export const neverPassedAfterMs = (waiting: AgeingClass, arriving: AgeingClass): number | null => {
  const overtakenMs = overtakeAfterMs(waiting, arriving)
  if (overtakenMs === null) return null
  const fresh = freshScore(arriving)
  const highest = arriving.slopePerMinute > 0 ? arriving.max : fresh
  const reachedMs = reachesAfterMs(waiting, highest)
  if (reachedMs === null) return null
  if (arriving.slopePerMinute <= waiting.slopePerMinute) return overtakenMs
  if (highest === Infinity) return null
  const climbMs = ((highest - fresh) / arriving.slopePerMinute) * MINUTE_MS
  return Math.max(overtakenMs, reachedMs - climbMs)
}
