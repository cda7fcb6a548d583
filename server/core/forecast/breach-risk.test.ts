import { describe, expect, it } from 'vitest'
import { breachRisk } from './breach-risk.ts'
import { type ClockLife, lifeOf, type Place } from './clock-life.ts'
import { calendars, day, entry, hazards, makeClocks, minute, trueRisk } from './known-hazard.testing.ts'
import { curvesKnownAt } from './strata.ts'

const payments: Place = { queue: 'payments', priority: 'high', serviceLine: 'care' }

/** Clocks that took so many minutes each, of one place. */
const took = (minutes: readonly number[], place: Place): ClockLife[] =>
  minutes.flatMap(
    (ms) => lifeOf([entry('start', 0), entry('fulfil', ms * minute)], place, { asOf: day, calendars }) ?? [],
  )
const times = (count: number, ms: number) => Array.from({ length: count }, () => ms)
const clock = { metric: 'firstResponse', unit: 'hours', place: payments, targetMs: 60 * minute } as const

describe('the risk that a clock is late', () => {
  it('is the share of those that took as long which took longer than the target, worked out by hand', () => {
    // All in one place, so that every stratum says the same: 40 within half an hour, 30 in time after it, 10 late.
    const curves = curvesKnownAt(took([...times(40, 20), ...times(30, 50), ...times(10, 90)], payments), day)
    const { queue, priority } = payments
    const stratum = { metric: 'firstResponse', unit: 'hours', queue, priority, serviceLine: null }
    const at = (usedMinutes: number) => breachRisk(curves, { ...clock, usedMs: usedMinutes * minute })
    expect(at(0)?.probability).toBeCloseTo(10 / 80, 5)
    expect(at(30)?.probability).toBeCloseTo(10 / 40, 5)
    expect(at(30)).toMatchObject({ stratum, sample: 40, medianMs: 50 * minute })
    // Ten took longer than 50 minutes: of so few nothing is said.
    expect(at(50)).toBe(null)
  })

  it('counts an answer at the due time as in time, and is 1 once the target is used up', () => {
    const curves = curvesKnownAt(took([...times(30, 60), ...times(30, 61)], payments), day)
    expect(breachRisk(curves, { ...clock, usedMs: 0 })?.probability).toBeCloseTo(1 / 2, 5)
    expect(breachRisk(curves, { ...clock, usedMs: 60 * minute })?.probability).toBe(1)
    expect(breachRisk(curves, { ...clock, usedMs: 60.5 * minute })?.probability).toBe(1)
  })

  it('draws few clocks towards those of the wider strata, by a weight that is stated', () => {
    const others = took([...times(80, 20), ...times(20, 90)], { ...payments, queue: 'frontline', serviceLine: 'other' })
    const own = took(times(20, 90), { ...payments, serviceLine: null })
    const curves = curvesKnownAt([...own, ...others], day)
    // All: 40 of 120 late. The queue of 20, all late: half weight to it. With its priority the same 20: half weight again.
    const all = 40 / 120
    const byQueue = (1 + all) / 2
    expect(
      breachRisk(curves, { ...clock, place: { ...payments, serviceLine: null }, usedMs: 0 })?.probability,
    ).toBeCloseTo((1 + byQueue) / 2, 5)
  })

  it('stands on the narrowest stratum of which enough is known, and says nothing where that is none', () => {
    const lives = [...took(times(19, 20), payments), ...took(times(30, 20), { ...payments, priority: 'low' })]
    const curves = curvesKnownAt(lives, day)
    expect(breachRisk(curves, { ...clock, usedMs: 0 })).toMatchObject({
      stratum: { queue: 'payments', priority: null, serviceLine: null },
      sample: 49,
    })
    expect(breachRisk(curves, { ...clock, metric: 'resolution', usedMs: 0 })).toBe(null)
    expect(breachRisk(curves, { ...clock, unit: 'days', usedMs: 0 })).toBe(null)
    expect(breachRisk(curvesKnownAt(took(times(19, 20), payments), day), { ...clock, usedMs: 0 })).toBe(null)
  })

  it('counts clocks that were called off or still run as long as they were seen', () => {
    const calledOff = times(40, 30).flatMap(
      (ms) => lifeOf([entry('start', 0), entry('cancel', ms * minute)], payments, { asOf: day, calendars }) ?? [],
    )
    const curves = curvesKnownAt([...calledOff, ...took([...times(20, 50), ...times(20, 90)], payments)], day)
    // Thrown away, they would not count; taken as fulfilled, half of all would have been in time after 30 minutes.
    expect(breachRisk(curves, { ...clock, usedMs: 0 })?.probability).toBeCloseTo(1 / 2, 5)
    expect(breachRisk(curves, { ...clock, usedMs: 0 })?.sample).toBe(80)
  })

  it('is within five points of the true one where hazards are known, and closer with ten times as many clocks', () => {
    const errorOf = (n: number) => {
      const lives = makeClocks(7, { from: 0, to: 90 * day, n }).flatMap(
        ({ ledger, place }) => lifeOf(ledger, place, { asOf: 90 * day, calendars }) ?? [],
      )
      const curves = curvesKnownAt(lives, 90 * day)
      const errors = hazards.flatMap((hazard) =>
        [0, 0.25, 0.5, 0.75, 0.9].map((share) => {
          const usedMs = share * hazard.targetMs
          const { place, targetMs } = hazard
          const risk = breachRisk(curves, { metric: 'firstResponse', unit: 'hours', place, usedMs, targetMs })
          return Math.abs((risk?.probability ?? Number.NaN) - trueRisk(hazard, usedMs))
        }),
      )
      return Math.max(...errors)
    }
    expect(errorOf(4_000)).toBeLessThan(0.05)
    expect(errorOf(40_000)).toBeLessThan(0.03)
  })
})
