import { describe, expect, it } from 'vitest'

import { judgeAnswer } from './judge-answer.ts'
import type { AttemptOutcome } from './judge-answer.ts'
import { attemptDelaysMs, nextAttempt } from './next-attempt.ts'

const nowMs = Date.UTC(2026, 5, 1, 12)
const answer = (status: number, retryAfter: string | null = null, webhookDelivery: string | null = null) =>
  ({ kind: 'answered', status, headers: { retryAfter, webhookDelivery } }) satisfies AttemptOutcome
const failure = (errorClass: string): AttemptOutcome => ({ kind: 'failed', errorClass })

/** The wait in milliseconds, or what comes instead of one; 0.5 is no jitter. */
function waitAfter(outcome: AttemptOutcome, attempt = 1, jitter = 0.5, delaysMs = attemptDelaysMs): number | string {
  const next = nextAttempt({ attempt, failedAtMs: nowMs, outcome, jitter, delaysMs })
  return next.kind === 'retry' ? next.atMs - nowMs : next.kind
}

describe('judgeAnswer', () => {
  it.each([
    [answer(200), 'delivered'],
    [answer(204), 'delivered'],
    [answer(299), 'delivered'],
    [answer(200, null, 'disable'), 'delivered'],
    [answer(301), 'retry'],
    [answer(304), 'retry'],
    [answer(400), 'retry'],
    [answer(404), 'retry'],
    [answer(410), 'gone'],
    [answer(429), 'retry'],
    [answer(500), 'retry'],
    [answer(500, null, 'disable'), 'gone'],
    [answer(500, null, ' Disable '), 'gone'],
    [answer(500, null, 'abort-message'), 'aborted'],
    [answer(410, null, 'abort-message'), 'gone'],
    [answer(500, null, 'nonsense'), 'retry'],
    [failure('timeout'), 'retry'],
    [failure('blocked'), 'retry'],
  ])('%j is %s', (outcome, verdict) => {
    expect(judgeAnswer(outcome)).toBe(verdict)
  })
})

describe('nextAttempt', () => {
  it('makes ten attempts within 75 h 35 min', () => {
    const waits = Array.from({ length: 10 }, (_, index) => waitAfter(answer(500), index + 1))
    expect(waits).toEqual([...attemptDelaysMs.slice(1), 'dead'])
    expect(attemptDelaysMs.reduce((sum, delay) => sum + delay, 0)).toBe((75 * 60 + 35) * 60_000 + 5_000)
  })

  it('makes as many attempts as a schedule of one’s own has waits, and one before them', () => {
    const waits = [1, 2, 3, 4].map((attempt) => waitAfter(answer(500), attempt, 0.5, [0, 1_000, 90_000]))
    expect(waits).toEqual([1_000, 90_000, 'dead', 'dead'])
    expect(waitAfter(answer(503), 1, 0, [0, 1_000])).toBe(60_000)
  })

  it.each([429, 502, 503, 504])('waits at least a minute after a %i', (status) => {
    expect(waitAfter(answer(status), 1, 0)).toBe(60_000)
    expect(waitAfter(answer(status), 2, 0)).toBe(240_000)
  })

  it('waits at least a minute after a timeout, and not after other failures', () => {
    expect(waitAfter(failure('timeout'), 1, 0)).toBe(60_000)
    expect(['refused', 'reset', 'dns', 'tls', 'blocked'].map((each) => waitAfter(failure(each)))).toEqual(
      Array.from({ length: 5 }, () => 5_000),
    )
  })

  it.each([
    ['120', 120_000],
    [' 120 ', 120_000],
    ['0', 60_000],
    ['86400', 86_400_000],
    ['86401', 86_400_000],
    ['9'.repeat(400), 86_400_000],
    ['Mon, 01 Jun 2026 12:10:00 GMT', 600_000],
    ['Mon, 01 Jun 2026 11:00:00 GMT', 60_000],
    ['Tue, 01 Jun 2027 12:00:00 GMT', 86_400_000],
    ['-5', 60_000],
    ['1e3', 60_000],
    ['soon', 60_000],
  ])('honours Retry-After: %s between the schedule and 24 h', (header, waitMs) => {
    expect(waitAfter(answer(503, header), 1, 0)).toBe(waitMs)
  })

  it('never comes earlier than the schedule, however short Retry-After is', () => {
    expect(waitAfter(answer(503, '1'), 9, 1)).toBe(24 * 3_600_000 * 1.2)
  })

  it('disables the endpoint that is gone and gives up the message that is not wanted', () => {
    expect(waitAfter(answer(410))).toBe('disable')
    expect(waitAfter(answer(410), 10)).toBe('disable')
    expect(waitAfter(answer(500, null, 'disable'))).toBe('disable')
    expect(waitAfter(answer(500, null, 'abort-message'))).toBe('dead')
  })
})
