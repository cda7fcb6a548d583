import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateWait } from './estimate-wait.ts'
import { ratioQuantile } from './quantiles.ts'
import type { QueueNow, WaitHistory } from './types.ts'

const now = 100 * 3_600_000
const duration = (most: number) => fc.integer({ min: 1, max: most })

const history: fc.Arbitrary<WaitHistory> = fc.record({
  served: fc
    .array(
      fc.record({ agoMs: duration(3_600_000), waitMs: fc.nat(1_800_000), answerMs: fc.nat(60_000), agent: fc.nat(6) }),
      { maxLength: 60 },
    )
    .map((rows) =>
      rows
        .map(({ agoMs, waitMs, answerMs, agent }) => ({
          enteredAt: now - agoMs - waitMs,
          offeredAt: now - agoMs,
          acceptedAt: now - agoMs + answerMs,
          agentId: `a${agent}`,
        }))
        .toSorted((one, other) => one.offeredAt - other.offeredAt),
    ),
  left: fc.array(
    fc
      .record({ agoMs: duration(3_600_000), waitMs: fc.nat(600_000) })
      .map(({ agoMs, waitMs }) => ({ enteredAt: now - agoMs - waitMs, endedAt: now - agoMs })),
    { maxLength: 30 },
  ),
  handling: fc.record({ finished: fc.nat(60), inHandMs: fc.nat(10 * 3_600_000) }),
})

const queue: fc.Arbitrary<QueueNow> = fc.record({
  now: fc.constant(now),
  isOpen: fc.boolean(),
  position: fc.integer({ min: 1, max: 500 }),
  waitedMs: fc.constant(0),
  waiting: fc.nat(600),
  earliestEntry: duration(3_600_000).map((agoMs) => now - agoMs),
  agents: fc.uniqueArray(
    fc.record({
      agentId: fc.nat(9).map((number) => `a${number}`),
      presentSince: duration(7_200_000).map((agoMs) => now - agoMs),
      places: fc.integer({ min: 1, max: 10 }),
      freePlaces: fc.constant(0),
    }),
    { maxLength: 8, selector: (agent) => agent.agentId },
  ),
  overtaking: fc.array(
    fc.record({
      rate: fc.integer({ min: 0, max: 100 }).map((perHour) => perHour / 3_600_000),
      forMs: fc.oneof(fc.constant(Infinity), duration(7_200_000)),
    }),
    { maxLength: 3 },
  ),
})

describe('an estimated wait', () => {
  it('is an interval of whole seconds, and of nothing that is not finite', () => {
    fc.assert(
      fc.property(queue, history, (now_, past) => {
        const estimate = estimateWait(now_, past)
        if (estimate === null) return
        expect(Number.isInteger(estimate.p50Seconds) && estimate.p50Seconds >= 0).toBe(true)
        expect(Number.isInteger(estimate.p90Seconds)).toBe(true)
        expect(estimate.p90Seconds).toBeGreaterThanOrEqual(estimate.p50Seconds)
      }),
    )
  })

  it('never falls with the position, and never becomes known further back', () => {
    fc.assert(
      fc.property(queue, history, fc.integer({ min: 1, max: 50 }), (ahead, past, further) => {
        const near = estimateWait(ahead, past)
        const far = estimateWait({ ...ahead, position: ahead.position + further }, past)
        if (near === null) expect(far).toBeNull()
        if (near === null || far === null) return
        expect(far.p50Seconds).toBeGreaterThanOrEqual(near.p50Seconds)
        expect(far.p90Seconds).toBeGreaterThanOrEqual(near.p90Seconds)
      }),
    )
  })

  it('is unknown whenever the queue is closed or nobody is there', () => {
    fc.assert(
      fc.property(queue, history, (open, past) => {
        expect(estimateWait({ ...open, isOpen: false }, past)).toBeNull()
        expect(estimateWait({ ...open, agents: [] }, past)).toBeNull()
      }),
    )
  })

  // By at most 2 %: the quantiles are approximations, and with more agents fewer leave.
  it('never rises when more agents come', () => {
    fc.assert(
      fc.property(queue, history, (few, past) => {
        const newcomer = { agentId: 'new', presentSince: now, places: 1, freePlaces: 0 }
        const before = estimateWait(few, past)
        const after = estimateWait({ ...few, agents: [...few.agents, newcomer] }, past)
        const isRated = before?.basis === 'pace' || before?.basis === 'staffing'
        if (before === null || after === null || !isRated || few.agents.some((agent) => agent.places !== 1)) return
        expect(after.p50Seconds).toBeLessThanOrEqual(1.02 * before.p50Seconds + 1)
      }),
    )
  })
})

describe('the quantile of a ratio of gamma variables', () => {
  it('agrees with tables of the F distribution within 3 %', () => {
    // F quantiles of 2k and 2n degrees of freedom.
    const table = [
      { k: 1, n: 5, p50: 0.7435, p90: 2.9245 },
      { k: 2, n: 10, p50: 0.8683, p90: 2.2489 },
      { k: 5, n: 20, p50: 0.95, p90: 1.7627 },
      { k: 10, n: 30, p50: 0.9779, p90: 1.5435 },
      { k: 60, n: 60, p50: 1, p90: 1.2646 },
    ]
    for (const { k, n, p50, p90 } of table) {
      expect(Math.abs(ratioQuantile(k, n, 0) / p50 - 1)).toBeLessThan(0.03)
      expect(Math.abs(ratioQuantile(k, n, 1.2816) / p90 - 1)).toBeLessThan(0.03)
    }
  })
})
