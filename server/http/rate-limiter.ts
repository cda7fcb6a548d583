import { performance } from 'node:perf_hooks'

export interface RateVerdict {
  readonly isAllowed: boolean
  /** Requests that would pass right now. */
  readonly remaining: number
  /** Until one more passes; 0 when one passes now. */
  readonly retryAfterMs: number
  /** Until all of the burst is there again. */
  readonly resetMs: number
}

export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** Counts requests by key; knows of no request but those it was asked about. */
export interface RateLimiter {
  take(key: string, rate: Rate): RateVerdict
}

const sweepAbove = 10_000

/**
 * The generic cell rate algorithm: each key has the time at which its bucket will be empty again, and a request passes
 * while that is no further ahead than the burst allows. Refused requests cost nothing.
 */
export function createRateLimiter(now: () => number = () => performance.now()): RateLimiter {
  const emptyAt = new Map<string, number>()
  const sweep = (nowMs: number) => {
    for (const [key, at] of emptyAt) if (at <= nowMs) emptyAt.delete(key)
  }
  return {
    take(key, { perSecond, burst }) {
      const nowMs = now()
      const stepMs = 1000 / perSecond
      const roomMs = burst * stepMs
      const from = Math.max(emptyAt.get(key) ?? 0, nowMs)
      const until = from + stepMs
      // Half a microsecond forgives what floating point loses over many steps.
      const isAllowed = until - nowMs <= roomMs + 0.0005
      const filledMs = (isAllowed ? until : from) - nowMs
      if (isAllowed) {
        emptyAt.set(key, until)
        if (emptyAt.size > sweepAbove) sweep(nowMs)
      }
      return {
        isAllowed,
        remaining: Math.max(0, Math.floor((roomMs - filledMs) / stepMs + 1e-6)),
        retryAfterMs: Math.max(0, filledMs + stepMs - roomMs),
        resetMs: filledMs,
      }
    },
  }
}
