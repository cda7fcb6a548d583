import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { attemptDelaysMs, nextAttempt } from './next-attempt.ts'

const jitter = fc.double({ min: 0, max: 0.999_999, noNaN: true })
const failedAtMs = fc.integer({ min: 0, max: 4e12 })
const attempt = fc.integer({ min: 1, max: 9 })
const outcome = fc.oneof(
  fc.record({
    kind: fc.constant('failed' as const),
    errorClass: fc.constantFrom('timeout', 'refused', 'reset', 'dns'),
  }),
  fc.record({
    kind: fc.constant('answered' as const),
    status: fc.constantFrom(302, 400, 404, 429, 500, 502, 503, 504),
    headers: fc.record({
      retryAfter: fc.option(fc.oneof(fc.nat({ max: 1e7 }).map(String), fc.string())),
      webhookDelivery: fc.constant(null),
    }),
  }),
)

const delaysMs = attemptDelaysMs

describe('nextAttempt', () => {
  it('keeps 10,000 failing deliveries within 20 % of the schedule', () => {
    fc.assert(
      fc.property(attempt, failedAtMs, jitter, (number, at, share) => {
        const outcomeOf500 = {
          kind: 'answered' as const,
          status: 500,
          headers: { retryAfter: null, webhookDelivery: null },
        }
        const next = nextAttempt({ attempt: number, failedAtMs: at, outcome: outcomeOf500, jitter: share, delaysMs })
        const scheduledMs = attemptDelaysMs[number] ?? Number.NaN
        const waitMs = next.kind === 'retry' ? next.atMs - at : Number.NaN
        expect(waitMs).toBeGreaterThanOrEqual(scheduledMs * 0.8)
        expect(waitMs).toBeLessThanOrEqual(scheduledMs * 1.2)
      }),
      { numRuns: 10_000 },
    )
  })

  it('waits a whole number of milliseconds, between the schedule less 20 % and 24 h plus 20 %', () => {
    fc.assert(
      fc.property(attempt, failedAtMs, jitter, outcome, (number, at, share, met) => {
        const next = nextAttempt({ attempt: number, failedAtMs: at, outcome: met, jitter: share, delaysMs })
        const waitMs = next.kind === 'retry' ? next.atMs - at : Number.NaN
        expect(Number.isSafeInteger(waitMs)).toBe(true)
        expect(waitMs).toBeGreaterThanOrEqual((attemptDelaysMs[number] ?? 0) * 0.8)
        expect(waitMs).toBeLessThanOrEqual(24 * 3_600_000 * 1.2)
      }),
    )
  })

  it('ends every delivery after its tenth failure', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 1_000 }), jitter, outcome, (number, share, met) => {
        expect(nextAttempt({ attempt: number, failedAtMs: 0, outcome: met, jitter: share, delaysMs })).toEqual({
          kind: 'dead',
        })
      }),
    )
  })
})
