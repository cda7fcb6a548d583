/** A range that holds the true value with a stated confidence. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** The 97.5th percentile of the standard normal distribution. */
const z95 = 1.959_963_984_540_054

/**
 * Wilson's score interval (95 %) of a share, 0..1, of `n` trials (Wilson 1927; helpdesk.md 2.4: 8 of 10 is 49-94 %). For a
 * mean of values between 0 and 1 it is the cautious one: their variance is never above that of as many yes and no.
 * Null without trials.
 */
export function wilson95(share: number, n: number): Interval | null {
  if (n === 0) return null
  const square = z95 * z95
  const centre = share + square / (2 * n)
  const half = z95 * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n))
  const whole = 1 + square / n
  return { low: Math.max(0, (centre - half) / whole), high: Math.min(1, (centre + half) / whole) }
}
