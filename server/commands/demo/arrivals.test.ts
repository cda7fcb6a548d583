import { describe, expect, it } from 'vitest'
import { createRandom } from '../seed/random.ts'
import { type ArrivalPlan, nextArrivalMs, rateAt, surgeAt } from './arrivals.ts'

const minuteMs = 60_000
const plan: ArrivalPlan = { perMinute: 10, seed: 1, startHour: 15 }

function arrivals(of: ArrivalPlan, untilMs: number): number[] {
  const random = createRandom(of.seed)
  const times: number[] = []
  for (let atMs = nextArrivalMs(random, of, 0); atMs < untilMs; atMs = nextArrivalMs(random, of, atMs)) times.push(atMs)
  return times
}

describe('arrivals', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(arrivals(plan, 30 * minuteMs)).toEqual(arrivals(plan, 30 * minuteMs))
    expect(arrivals(plan, 30 * minuteMs)).not.toEqual(arrivals({ ...plan, seed: 2 }, 30 * minuteMs))
  })

  it('come as often as the rate says', () => {
    const hours = 24
    const expected = Array.from({ length: hours * 60 }, (_, minute) => rateAt(plan, (minute + 0.5) * minuteMs))
    const sum = expected.reduce((all, rate) => all + rate, 0)
    const came = arrivals(plan, hours * 60 * minuteMs).length
    // Four standard deviations of a Poisson count.
    expect(Math.abs(came - sum)).toBeLessThan(4 * Math.sqrt(sum))
  })

  it('are most in the afternoon and fewest at night', () => {
    const calm = Array.from({ length: 100 }, (_, seed) => seed).find((seed) => surgeAt(seed, 0) === null) ?? 0
    const rateOf = (startHour: number) => rateAt({ perMinute: 10, seed: calm, startHour }, 0)
    expect(rateOf(15)).toBeCloseTo(13.5)
    expect(rateOf(3)).toBeCloseTo(6.5)
    expect(rateOf(9)).toBeCloseTo(10)
  })

  it('surge now and then, for some minutes', () => {
    const minutes = Array.from({ length: 24 * 60 }, (_, minute) => surgeAt(1, minute * minuteMs))
    const surging = minutes.filter((surge) => surge !== null)
    expect(surging.length).toBeGreaterThan(0.03 * minutes.length)
    expect(surging.length).toBeLessThan(0.3 * minutes.length)
    for (const { factor } of surging) expect(factor).toBeGreaterThanOrEqual(1.8)
  })
})
