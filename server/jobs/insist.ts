import { setTimeout as wait } from 'node:timers/promises'

const firstPauseMs = 100
const longestPauseMs = 2_000

/**
 * Does something again and again while it fails, after growing pauses, for `patienceMs` at most; then rejects with the
 * last failure. For what must not be lost while the database is away, such as that something was sent.
 */
export async function insist<Result>(work: () => Promise<Result>, patienceMs: number): Promise<Result> {
  const endsAt = performance.now() + patienceMs
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() + pauseMs > endsAt) throw error
      await wait(pauseMs)
    }
  }
}
