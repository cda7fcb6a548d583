import { probePauseMs } from './probe-pause.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const windowMinutes = 5
const failuresInARow = 10
const attemptsInWindow = 10
const failedShare = 0.7
const disabledAfterMs = 120 * hourMs
const attemptsBeforeDisabling = 10

/** What the attempts of one minute came to. */
export interface MinuteTally {
  readonly minute: number
  readonly failed: number
  readonly total: number
}

/** How an endpoint does (reliability.md 3.3). Instants in epoch ms. */
export interface EndpointHealth {
  /** In a row. */
  readonly failures: number
  /** How often in a row the breaker has opened. */
  readonly pauses: number
  /** The breaker is open while it is set: when one delivery is sent as a probe. */
  readonly probeAt: number | null
  /** The first failure since the last success. */
  readonly firstFailedAt: number | null
  /** Failures since the last success. */
  readonly failedAttempts: number
  /** The last failure. */
  readonly failedAt: number | null
  readonly succeededAt: number | null
  readonly recent: readonly MinuteTally[]
}

/** `alive`: it answered that it is busy (429), which is neither a success nor a reason to leave it alone. */
export type EndpointSign = 'success' | 'failure' | 'alive'

export const freshHealth: EndpointHealth = {
  failures: 0,
  pauses: 0,
  probeAt: null,
  firstFailedAt: null,
  failedAttempts: 0,
  failedAt: null,
  succeededAt: null,
  recent: [],
}

/**
 * Notes one attempt. The breaker opens at ten failures in a row, or when 70 % of at least ten attempts of five minutes
 * failed; a probe that fails doubles the pause, anything that gets through closes it.
 */
export function noteAttempt(
  health: EndpointHealth,
  attempt: { readonly sign: EndpointSign; readonly isProbe: boolean },
  nowMs: number,
): EndpointHealth {
  if (attempt.sign !== 'failure') return thrived(health, attempt.sign, nowMs)
  const failed: EndpointHealth = {
    ...health,
    failures: health.failures + 1,
    firstFailedAt: health.firstFailedAt ?? nowMs,
    failedAttempts: health.failedAttempts + 1,
    failedAt: nowMs,
    recent: tallied(health.recent, { failed: 1, nowMs }),
  }
  const isToPause = health.probeAt === null ? mustOpen(failed) : attempt.isProbe
  if (!isToPause) return failed
  const pauses = failed.pauses + 1
  return { ...failed, pauses, probeAt: nowMs + probePauseMs(pauses) }
}

/** After a pause in which nothing waited to be sent: closed, and open again at the next failure, for longer. */
export function afterIdlePause(health: EndpointHealth): EndpointHealth {
  return { ...health, probeAt: null, failures: failuresInARow - 1, recent: [] }
}

/** Whether an endpoint is given up: nothing but failures for 120 hours, and at least ten of them. */
export function isGivenUp({ firstFailedAt, failedAttempts }: EndpointHealth, nowMs: number): boolean {
  return firstFailedAt !== null && nowMs - firstFailedAt >= disabledAfterMs && failedAttempts >= attemptsBeforeDisabling
}

/** Whether there is nothing to remember of it: no failure since it last got through, and none of the last minutes. */
export function isUnblemished({ failures, firstFailedAt, probeAt, recent }: EndpointHealth): boolean {
  return failures === 0 && firstFailedAt === null && probeAt === null && recent.every((tally) => tally.failed === 0)
}

function thrived(health: EndpointHealth, sign: 'success' | 'alive', nowMs: number): EndpointHealth {
  // The failures that opened the breaker say nothing any more: with them it would open again at once.
  const before = health.probeAt === null ? health.recent : []
  const closed = { ...health, failures: 0, probeAt: null, recent: tallied(before, { failed: 0, nowMs }) }
  if (sign === 'alive') return closed
  return { ...closed, pauses: 0, firstFailedAt: null, failedAttempts: 0, succeededAt: nowMs }
}

function mustOpen({ failures, recent }: EndpointHealth): boolean {
  if (failures >= failuresInARow) return true
  const total = recent.reduce((sum, tally) => sum + tally.total, 0)
  const failed = recent.reduce((sum, tally) => sum + tally.failed, 0)
  return total >= attemptsInWindow && failed >= failedShare * total
}

function tallied(recent: readonly MinuteTally[], one: { failed: 0 | 1; nowMs: number }): MinuteTally[] {
  const minute = Math.floor(one.nowMs / minuteMs)
  const kept = recent.filter((tally) => tally.minute > minute - windowMinutes && tally.minute !== minute)
  const now = recent.find((tally) => tally.minute === minute) ?? { minute, failed: 0, total: 0 }
  return [...kept, { minute, failed: now.failed + one.failed, total: now.total + 1 }]
}
