import { describe, expect, it } from 'vitest'
import { countLongerThan, medianLongerThan, shareLongerThan, survivalCurve } from './survival-curve.ts'

describe('a survival curve', () => {
  const curve = survivalCurve([
    { ms: 1, isEnded: true },
    { ms: 2, isEnded: false },
    { ms: 3, isEnded: true },
    { ms: 4, isEnded: true },
    { ms: 5, isEnded: false },
  ])

  it('multiplies up the shares of those still there that did not end, worked out by hand', () => {
    expect(curve.n).toBe(5)
    expect(curve.steps.map(([ms, , left]) => [ms, left])).toEqual([
      [1, 4],
      [3, 2],
      [4, 1],
    ])
    // 4/5, then 2 of the 3 that are left, then 1 of 2.
    for (const [place, share] of [4 / 5, 8 / 15, 4 / 15].entries())
      expect(curve.steps[place]?.[1]).toBeCloseTo(share, 6)
  })

  it('is 1 before the first end, changes at an end, and stays as it was after the last', () => {
    expect([0, 0.9, 1, 2.5].map((ms) => shareLongerThan(curve, ms))).toEqual([1, 1, 4 / 5, 4 / 5])
    expect(shareLongerThan(curve, 1_000)).toBeCloseTo(4 / 15, 6)
    expect([0, 1, 3.5, 9].map((ms) => countLongerThan(curve, ms))).toEqual([5, 4, 2, 1])
  })

  it('counts what is cut off at the time of an end as there still', () => {
    const tied = survivalCurve([
      { ms: 1, isEnded: true },
      { ms: 1, isEnded: false },
    ])
    expect(shareLongerThan(tied, 1)).toBe(1 / 2)
  })

  it('knows by when half of those that are left end, and when that was never seen', () => {
    expect(medianLongerThan(curve, 0)).toBe(4)
    expect(medianLongerThan(curve, 3)).toBe(4)
    expect(medianLongerThan(curve, 4)).toBe(null)
    expect(medianLongerThan(survivalCurve([]), 0)).toBe(null)
  })

  it('keeps some steps of many, exact where they are and nowhere further than a fortieth of the share off', () => {
    const many = survivalCurve(Array.from({ length: 5_000 }, (_, place) => ({ ms: place + 1, isEnded: true })))
    expect(many.n).toBe(5_000)
    expect(many.steps.length).toBeLessThan(350)
    for (const [ms, survival, left] of many.steps) {
      expect(survival).toBeCloseTo(1 - ms / 5_000, 6)
      expect(left).toBe(5_000 - ms)
    }
    for (let ms = 0; ms <= 5_001; ms += 7) {
      const share = Math.max(0, 1 - ms / 5_000)
      expect(shareLongerThan(many, ms)).toBeGreaterThanOrEqual(share - 1e-6)
      expect(shareLongerThan(many, ms) * 0.975).toBeLessThanOrEqual(share + 1e-6)
    }
  })
})
