import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgeingClass } from './config.ts'
import { neverPassedAfterMs, overtakeAfterMs, scoreAt } from './score.ts'

const ageing = (classId: string): fc.Arbitrary<AgeingClass> =>
  fc
    .record({
      base: fc.integer({ min: 0, max: 100 }),
      slope: fc.integer({ min: 0, max: 20 }),
      // A cap may be below the base: then it is the score from the beginning.
      room: fc.integer({ min: -20, max: 200 }),
    })
    .map(({ base, slope, room }) => ({ classId, base, slopePerMinute: slope, max: Math.max(0, base + room) }))

const HOUR_MS = 3_600_000
/** Scores are doubles; a difference this small is a tie. */
const EPSILON = 1e-9

describe('overtake time', () => {
  it('is the first wait at which a task goes before a new one of the other class', () => {
    fc.assert(
      fc.property(ageing('low'), ageing('high'), (waiting, arriving) => {
        const afterMs = overtakeAfterMs(waiting, arriving)
        const fresh = scoreAt(arriving, 0, 0)
        if (afterMs === null) {
          expect(scoreAt(waiting, 0, 1e15)).toBeLessThan(fresh)
          return
        }
        expect(scoreAt(waiting, 0, afterMs)).toBeGreaterThanOrEqual(fresh - EPSILON)
        if (afterMs > 1) expect(scoreAt(waiting, 0, afterMs - 1)).toBeLessThan(fresh)
      }),
    )
  })

  it('a task that has waited so long is never passed again, and one that has not is', () => {
    fc.assert(
      fc.property(
        ageing('low'),
        ageing('high'),
        fc.integer({ min: 0, max: 10 * HOUR_MS }),
        fc.integer({ min: 0, max: 100 * HOUR_MS }),
        (waiting, arriving, laterMs, afterMs) => {
          const settledMs = neverPassedAfterMs(waiting, arriving)
          if (settledMs === null) return
          const enteredAt = settledMs + laterMs
          const now = enteredAt + afterMs
          expect(scoreAt(waiting, 0, now)).toBeGreaterThanOrEqual(scoreAt(arriving, enteredAt, now) - EPSILON)
        },
      ),
    )
  })

  it('says never only where some later task does go before, whatever the wait', () => {
    fc.assert(
      fc.property(
        ageing('low'),
        ageing('high'),
        fc.integer({ min: 0, max: 1000 * HOUR_MS }),
        (waiting, arriving, wait) => {
          if (neverPassedAfterMs(waiting, arriving) !== null) return
          const end = wait + 1e12
          expect(scoreAt(waiting, 0, end)).toBeLessThan(scoreAt(arriving, wait, end))
        },
      ),
    )
  })

  it('states the example: normal passes a new critical after 37 minutes', () => {
    const normal = { classId: 'normal', base: 10, slopePerMinute: 2, max: 200 }
    const critical = { classId: 'critical', base: 84, slopePerMinute: 2, max: 200 }
    expect(overtakeAfterMs(normal, critical)).toBe(37 * 60_000)
    expect(neverPassedAfterMs(normal, critical)).toBe(37 * 60_000)
    expect(overtakeAfterMs({ ...normal, max: 50 }, critical)).toBeNull()
    expect(
      neverPassedAfterMs({ ...normal, max: Infinity }, { ...critical, slopePerMinute: 3, max: Infinity }),
    ).toBeNull()
  })
})
