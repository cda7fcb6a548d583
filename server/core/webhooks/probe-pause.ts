const firstPauseMs = 30_000
const longestPauseMs = 10 * 60_000

/** How long a failing endpoint is left alone, the `count`th time in a row: 30 s doubling to 10 min (reliability.md 3.3). */
export function probePauseMs(count: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, count - 1))
}
