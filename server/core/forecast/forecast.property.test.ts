import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breachRisk } from './breach-risk.ts'
import { type ClockLife, lifeOf } from './clock-life.ts'
import { judgeLife } from './judge-life.ts'
import { calendars, day, entry, makeClocks, minute } from './known-hazard.testing.ts'
import { type Curves, curvesKnownAt } from './strata.ts'

const place = fc.record({
  queue: fc.constantFrom('payments', 'frontline', null),
  priority: fc.constantFrom('high', 'normal', null),
  serviceLine: fc.constantFrom('care', null),
})
const life = fc
  .record({ place, tookMinutes: fc.integer({ min: 1, max: 150 }), kind: fc.constantFrom('fulfil', 'cancel', 'fulfil') })
  .map(({ place: at, tookMinutes, kind }) =>
    lifeOf([entry('start', 0), entry(kind as 'fulfil', tookMinutes * minute)], at, { asOf: day, calendars }),
  )
  .filter((one): one is ClockLife => one !== null)
const lives = fc.array(life, { minLength: 20, maxLength: 200 })

describe('a breach risk', () => {
  it('is a probability, never falls while the clock runs, and is 1 once its target is used up', () => {
    fc.assert(
      fc.property(lives, place, fc.integer({ min: 1, max: 150 }), (history, at, targetMinutes) => {
        const curves = curvesKnownAt(history, day)
        const targetMs = targetMinutes * minute
        let before = 0
        for (let usedMs = 0; usedMs <= targetMs + minute; usedMs += minute) {
          const risk = breachRisk(curves, { metric: 'firstResponse', unit: 'hours', place: at, usedMs, targetMs })
          if (risk === null) break
          expect(risk.probability).toBeGreaterThanOrEqual(before - 1e-12)
          expect(risk.probability).toBeLessThanOrEqual(1)
          expect(risk.sample).toBeGreaterThanOrEqual(20)
          if (usedMs >= targetMs) expect(risk.probability).toBe(1)
          before = risk.probability
        }
      }),
    )
  })

  it('never grows with a longer target', () => {
    fc.assert(
      fc.property(lives, place, fc.integer({ min: 0, max: 30 }), (history, at, usedMinutes) => {
        const curves = curvesKnownAt(history, day)
        let before = 1
        for (let targetMs = usedMinutes * minute; targetMs < 160 * minute; targetMs += minute) {
          const clock = { metric: 'firstResponse', unit: 'hours', place: at, usedMs: usedMinutes * minute } as const
          const risk = breachRisk(curves, { ...clock, targetMs })
          if (risk === null) return
          expect(risk.probability).toBeLessThanOrEqual(before + 1e-12)
          before = risk.probability
        }
      }),
    )
  })
})

describe('a forecast', () => {
  /** What was said up to an instant, by the curves of each day, of clocks as they became known later. */
  function said(clocks: ReturnType<typeof makeClocks>, until: number): Map<string, number> {
    const now = 100 * day
    const all = clocks.flatMap(({ ledger, place: at }) => lifeOf(ledger, at, { asOf: now, calendars }) ?? [])
    const days = new Map<number, Curves>()
    const curvesAt = (at: number) => {
      const knownUntil = Math.floor(at / day) * day
      const curves = days.get(knownUntil) ?? curvesKnownAt(all, knownUntil)
      days.set(knownUntil, curves)
      return curves
    }
    return new Map(
      all.flatMap((one, index) =>
        judgeLife(one, { now, calendars, curvesAt }).flatMap(({ at, point, judged }) =>
          at < until && judged !== null ? [[`${index} ${point}`, judged.probability] as const] : [],
        ),
      ),
    )
  }

  it('is what it was, whatever comes later', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 30 * 24 * 60, max: 50 * 24 * 60 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 300 })),
        (seed, untilMinutes, later) => {
          const until = untilMinutes * minute
          const clocks = makeClocks(seed, { from: 20 * day, to: 55 * day, n: 600 })
          const shuffled = clocks.map(({ place: at, ledger }) => {
            const [start, end] = ledger
            if (start === undefined || end === undefined || end.at < until) return { place: at, ledger }
            const endAt = Math.max(until, start.at) + later.next().value * minute
            return { place: at, ledger: [start, { ...end, kind: 'fulfil' as const, at: endAt }] }
          })
          const [before, after] = [said(clocks, until), said(shuffled, until)]
          expect(before.size).toBeGreaterThan(50)
          for (const [key, probability] of before) if (after.has(key)) expect(after.get(key)).toBe(probability)
          // What has a verdict in both is nearly all: called off later, or not at all.
          expect([...before.keys()].filter((key) => after.has(key)).length).toBe(before.size)
        },
      ),
      { numRuns: 20 },
    )
  })
})
