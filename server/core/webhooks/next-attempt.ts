import { judgeAnswer } from './judge-answer.ts'
import type { AttemptOutcome } from './judge-answer.ts'
import { parseRetryAfterMs } from './retry-after.ts'

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/**
 * The wait before each attempt, counted from the failure before it, where a workspace says nothing else: ten attempts in
 * 75 h 35 min (Standard Webhooks 1.0).
 */
export const attemptDelaysMs: readonly number[] = [
  0,
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
]

/** What a workspace may say else: each wait is no longer than one an endpoint may ask for, all end before it is given up. */
export const retryLimits = { leastMs: secondMs, mostMs: 24 * hourMs, togetherMs: 120 * hourMs, count: 20 } as const

const busyDelayMs = 60 * secondMs
const longestAskedDelayMs = 24 * hourMs
const jitterShare = 0.2
const busyStatuses = new Set([429, 502, 503, 504])

export interface FailedAttempt {
  /** 1 for the first attempt. */
  readonly attempt: number
  readonly failedAtMs: number
  readonly outcome: AttemptOutcome
  /** A random number in [0, 1) that spreads deliveries which failed together. */
  readonly jitter: number
  /** The wait before each attempt, 0 before the first. */
  readonly delaysMs: readonly number[]
}

/** `dead` is kept for replay; `disable` ends the whole endpoint. */
export type NextAttempt =
  | { readonly kind: 'retry'; readonly atMs: number }
  | { readonly kind: 'dead' }
  | { readonly kind: 'disable' }

/**
 * Tells when an attempt that did not deliver is tried again (reliability.md 3.2, 3.3): the schedule with 20 % jitter, at
 * least 60 s after a busy answer or a timeout, and as late as `Retry-After` asks but at most 24 h and never earlier than
 * the schedule.
 */
export function nextAttempt(failed: FailedAttempt): NextAttempt {
  const verdict = judgeAnswer(failed.outcome)
  if (verdict === 'gone') return { kind: 'disable' }
  const scheduledMs = failed.delaysMs[failed.attempt]
  if (verdict === 'aborted' || scheduledMs === undefined) return { kind: 'dead' }
  const delayMs = Math.max(baseDelayMs(failed, scheduledMs), askedDelayMs(failed))
  return { kind: 'retry', atMs: failed.failedAtMs + Math.round(delayMs) }
}

function baseDelayMs({ outcome, jitter }: FailedAttempt, scheduledMs: number): number {
  const jitteredMs = scheduledMs * (1 - jitterShare + 2 * jitterShare * jitter)
  return isBusy(outcome) ? Math.max(jitteredMs, busyDelayMs * (1 + jitterShare * jitter)) : jitteredMs
}

function askedDelayMs({ outcome, failedAtMs }: FailedAttempt): number {
  if (outcome.kind === 'failed') return 0
  return Math.min(parseRetryAfterMs(outcome.headers.retryAfter, failedAtMs) ?? 0, longestAskedDelayMs)
}

function isBusy(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'failed' ? outcome.errorClass === 'timeout' : busyStatuses.has(outcome.status)
}
