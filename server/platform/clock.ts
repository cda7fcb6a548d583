import { performance } from 'node:perf_hooks'

/** Tells the database's time in epoch milliseconds without asking it each time. */
export interface Clock {
  now(): number
  /** Takes note of a time the database has just told. */
  observe(databaseNowMs: number): void
}

/**
 * A clock that follows the database, not this machine: the last observed database time plus monotonic time since.
 * A step of the machine's wall clock therefore moves no due time (reliability.md D7).
 */
export function createClock(startMs: number): Clock {
  let offset = startMs - performance.now()
  return {
    now: () => Math.floor(performance.now() + offset),
    observe: (databaseNowMs) => {
      offset = databaseNowMs - performance.now()
    },
  }
}
