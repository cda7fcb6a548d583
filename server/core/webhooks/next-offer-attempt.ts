import type { AttemptOutcome } from './judge-answer.ts'
import { parseRetryAfterMs } from './retry-after.ts'

const firstDelayMs = 1_000
const longestDelayMs = 60_000
const jitterShare = 0.2

export interface FailedOfferAttempt {
  /** 1 for the first attempt. */
  readonly attempt: number
  readonly failedAtMs: number
  /** What is told is of no use from then on. */
  readonly expiresAtMs: number
  readonly outcome: AttemptOutcome
  /** A random number in [0, 1). */
  readonly jitter: number
}

/**
 * In how many ms what an agent's endpoint did not take is sent again: 1 s doubling to 60 s with 20 % jitter, or later
 * if `Retry-After` asks so; null when that would be too late. An offer lasts seconds, so the schedule of callbacks, made
 * for receivers that are away for hours, does not serve it.
 */
export function nextOfferAttemptInMs(failed: FailedOfferAttempt): number | null {
  const { attempt, failedAtMs, expiresAtMs, outcome, jitter } = failed
  const scheduledMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1))
  const jitteredMs = scheduledMs * (1 - jitterShare + 2 * jitterShare * jitter)
  const askedMs = outcome.kind === 'failed' ? 0 : (parseRetryAfterMs(outcome.headers.retryAfter, failedAtMs) ?? 0)
  const delayMs = Math.round(Math.max(jitteredMs, askedMs))
  return failedAtMs + delayMs < expiresAtMs ? delayMs : null
}
