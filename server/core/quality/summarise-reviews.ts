import { type Interval, wilson95 } from './interval.ts'

/** Sums over reviews, as a store can add them up. */
export interface ReviewSums {
  /** Reviews with a score, and without one. */
  readonly scored: number
  readonly unscored: number
  /** Of the scores, 0..100 each. */
  readonly sum: number
  readonly passed: number
}

export interface Quality {
  readonly n: number
  readonly excluded: number
  /** The unweighted mean of the scores, 0..100 (internal quality score); null without reviews. */
  readonly score: number | null
  readonly ci95: Interval | null
  /** Share of the reviews that reached 80. */
  readonly passRate: number | null
  readonly passRateCi95: Interval | null
}

/** A review passes from this score on (helpdesk.md 2.4, ZQ9). */
export const passScore = 80

/** The quality of a period: mean and pass rate of its reviews with their 95 % intervals (helpdesk.md 2.4). */
export function summariseReviews({ scored, unscored, sum, passed }: ReviewSums): Quality {
  if (scored === 0) return { n: 0, excluded: unscored, score: null, ci95: null, passRate: null, passRateCi95: null }
  const score = sum / scored
  const range = wilson95(score / 100, scored)
  return {
    n: scored,
    excluded: unscored,
    score,
    ci95: range === null ? null : { low: range.low * 100, high: range.high * 100 },
    passRate: passed / scored,
    passRateCi95: wilson95(passed / scored, scored),
  }
}
