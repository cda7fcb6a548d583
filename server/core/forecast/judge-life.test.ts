import { describe, expect, it } from 'vitest'
import { type ClockLife, lifeOf } from './clock-life.ts'
import { judgeLife } from './judge-life.ts'
import { calendars, day, entry, hazards, makeClocks, minute, trueRisk } from './known-hazard.testing.ts'
import { scoreForecast } from './score-forecast.ts'
import { type Curves, curvesKnownAt } from './strata.ts'

const place = { queue: 'payments', priority: 'high', serviceLine: null }
const now = 10 * day
const alive = (...ledger: Parameters<typeof lifeOf>[0]) => {
  const life = lifeOf(ledger, place, { asOf: now, calendars })
  if (life === null) throw new Error('No life.')
  return life
}
const history: ClockLife[] = [...Array(40).keys()].map((n) =>
  alive(entry('start', n), entry('fulfil', n + (n < 20 ? 20 : 90) * minute)),
)
const curves = curvesKnownAt(history, day)
const judging = { now, calendars, curvesAt: (): Curves | null => curves }
const judge = (...ledger: Parameters<typeof lifeOf>[0]) =>
  judgeLife(alive(...ledger), judging).map(({ point, judged, unjudged }) => [point, judged?.isLate ?? unjudged])

describe('judging a clock', () => {
  it('asks at each point of its target that it came to, and holds the answer against its end', () => {
    expect(judge(entry('start', day), entry('fulfil', day + 40 * minute))).toEqual([
      [25, false],
      [50, false],
    ])
    expect(judge(entry('start', day), entry('fulfil', day + 61 * minute))).toEqual([
      [25, true],
      [50, true],
      [75, true],
    ])
    const [first] = judgeLife(alive(entry('start', day), entry('fulfil', day + 61 * minute)), judging)
    expect(first).toMatchObject({ metric: 'firstResponse', point: 25, at: day + 15 * minute })
    // At a quarter of an hour all forty were still there, and twenty took longer than the hour.
    expect(first?.judged?.probability).toBeCloseTo(1 / 2, 12)
  })

  it('counts an answer at the due time as in time, and asks nothing of one that ends at the point', () => {
    expect(judge(entry('start', day), entry('fulfil', day + 60 * minute)).at(-1)).toEqual([75, false])
    expect(judge(entry('start', day), entry('fulfil', day + 15 * minute))).toEqual([])
  })

  it('has no verdict on what was called off before its target was used up, or stands still', () => {
    expect(judge(entry('start', day), entry('cancel', day + 20 * minute))).toEqual([[25, 'undecided']])
    expect(judge(entry('start', day), entry('pause', day + 20 * minute))).toEqual([[25, 'undecided']])
    expect(judge(entry('start', day), entry('cancel', day + 70 * minute))[0]).toEqual([25, true])
  })

  it('leaves out what was to fall due after now, also where it is over by now', () => {
    expect(judge(entry('start', now - 50 * minute), entry('fulfil', now - 10 * minute))).toEqual([
      [25, 'notDue'],
      [50, 'notDue'],
    ])
  })

  it('judges by the promise in force, and passes over a point at which a new one jumps', () => {
    const shorter = { targetMs: 20 * minute }
    // At ten minutes, before a quarter of the hour, the target becomes twenty: ten are half of them.
    const jumped = judge(
      entry('start', day),
      entry('retarget', day + 10 * minute, shorter),
      entry('fulfil', day + 18 * minute, shorter),
    )
    expect(jumped).toEqual([
      [50, false],
      [75, false],
    ])
    // What was promised when it was asked counts: longer than the hour of then, in time by the new promise.
    const longer = { targetMs: 240 * minute }
    expect(
      judge(
        entry('start', day),
        entry('retarget', day + 20 * minute, longer),
        entry('fulfil', day + 70 * minute, longer),
      ),
    ).toEqual([[25, true]])
  })

  it('says where nothing was known', () => {
    const life = alive(entry('start', day), entry('fulfil', day + 20 * minute))
    const [told] = judgeLife(life, { ...judging, curvesAt: () => null })
    expect(told).toMatchObject({ judged: null, unjudged: 'noEstimate' })
  })
})

describe('scoring a forecast', () => {
  const told = (metric: string, probability: number, isLate: boolean) =>
    ({ metric, point: 50, at: 0, judged: { probability, isLate }, unjudged: null }) as const

  it('works out by hand', () => {
    const left = { metric: 'a', point: 25, at: 0, judged: null, unjudged: 'notDue' } as const
    const [a, b] = scoreForecast([
      [told('a', 0.2, false), told('a', 0.25, false), left],
      [told('a', 0.8, true)],
      [told('a', 1, false)],
      [told('b', 0, false)],
    ])
    expect(a).toMatchObject({ metric: 'a', n: 4, clocks: 3, excluded: 1, observed: 1 / 4, baseBrier: 3 / 16 })
    expect(a?.predicted).toBeCloseTo(2.25 / 4, 12)
    expect(a?.brier).toBeCloseTo((0.04 + 0.0625 + 0.04 + 1) / 4, 12)
    expect(a?.skill).toBeCloseTo(1 - 1.1425 / 4 / (3 / 16), 12)
    expect(a?.excludedBy).toEqual({ notDue: 1, undecided: 0, noEstimate: 0 })
    expect(a?.bins.map(({ n, clocks }) => [n, clocks])).toEqual(
      [0, 0, [2, 1], 0, 0, 0, 0, 0, 1, 1].map((n) => (Array.isArray(n) ? n : [n, n])),
    )
    expect(a?.bins[0]).toMatchObject({ from: 0, to: 0.1, predicted: null, observed: null, interval: null })
    // Two things said of one clock are one trial: nothing late of one is anything up to four in five.
    expect(a?.bins[2]).toMatchObject({ predicted: 0.225, observed: 0 })
    expect(a?.bins[2]?.interval?.high).toBeCloseTo(0.7935, 4)
    expect(b).toMatchObject({ brier: 0, baseBrier: 0, skill: null })
    expect(scoreForecast([])).toEqual([])
  })

  it('is calibrated where hazards are known, and errs as little as can be', () => {
    const clocks = makeClocks(11, { from: 0, to: 120 * day, n: 12_000 })
    const lives = clocks.flatMap(({ ledger, place: at }) => lifeOf(ledger, at, { asOf: 121 * day, calendars }) ?? [])
    const days = new Map<number, Curves>()
    const curvesAt = (at: number) => {
      const knownUntil = Math.floor(at / day) * day
      const known = days.get(knownUntil)
      if (known !== undefined) return known
      const recent = lives.filter(({ startedAt }) => startedAt >= knownUntil - 90 * day)
      const made = curvesKnownAt(recent, knownUntil)
      days.set(knownUntil, made)
      return made
    }
    const judged = lives
      .filter(({ startedAt }) => startedAt >= 90 * day)
      .map((life) => ({ life, predictions: judgeLife(life, { now: 121 * day, calendars, curvesAt }) }))
    const [score] = scoreForecast(judged.map(({ predictions }) => predictions))
    const [best] = scoreForecast(
      judged.map(({ life, predictions }) =>
        predictions.map((one) => {
          const hazard = hazards.find(
            ({ place: at }) => at.queue === life.place.queue && at.priority === life.place.priority,
          )
          if (one.judged === null || hazard === undefined) return one
          const probability = trueRisk(hazard, (hazard.targetMs * one.point) / 100)
          return { ...one, judged: { ...one.judged, probability } }
        }),
      ),
    )
    expect(score?.n).toBeGreaterThan(3_000)
    expect(score?.skill).toBeGreaterThan(0.1)
    expect((score?.brier ?? 1) - (best?.brier ?? 0)).toBeLessThan(0.003)
    expect(Math.abs((score?.predicted ?? 0) - (score?.observed ?? 1))).toBeLessThan(0.02)
    const filled = score?.bins.filter(({ clocks: n }) => n >= 100) ?? []
    expect(filled.length).toBeGreaterThan(4)
    for (const { predicted, observed } of filled)
      expect(Math.abs((predicted ?? 0) - (observed ?? 1))).toBeLessThan(0.06)
  })
})
