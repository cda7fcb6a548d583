import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spreadOf } from './index.ts'

/** As they occur: shares of a whole in whole parts of a million, nothing and all of it included. */
const share = fc.integer({ min: 0, max: 1_000_000 }).map((parts) => parts / 1_000_000)
const figures = fc.array(fc.oneof({ weight: 8, arbitrary: share }, fc.constantFrom(0, 1)), {
  minLength: 2,
  maxLength: 40,
})

describe('the spread of figures', () => {
  it('has the Gini of all pairs: half their mean difference by the mean', () => {
    fc.assert(
      fc.property(figures, (values) => {
        const { gini, mean } = spreadOf(values)
        const pairs = values.flatMap((one) => values.map((other) => Math.abs(one - other)))
        const byPairs = mean === 0 ? 0 : pairs.reduce((sum, gap) => sum + gap, 0) / (2 * values.length ** 2 * mean!)
        expect(gini).toBeCloseTo(byPairs, 9)
        expect(gini).toBeGreaterThanOrEqual(0)
        expect(gini).toBeLessThanOrEqual((values.length - 1) / values.length + 1e-9)
      }),
    )
  })

  it('does not ask in what order, nor in what unit', () => {
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 1000 }), (values, factor) => {
        const { gini } = spreadOf(values)
        expect(spreadOf(values.toReversed()).gini).toBeCloseTo(gini!, 9)
        expect(spreadOf(values.map((value) => value * factor)).gini).toBeCloseTo(gini!, 9)
      }),
    )
  })

  it('falls when who has more gives to who has less', () => {
    const part = fc.integer({ min: 1, max: 49 }).map((hundredths) => hundredths / 100)
    fc.assert(
      fc.property(figures, part, (values, partGiven) => {
        const [least, most] = [Math.min(...values), Math.max(...values)]
        const given = (most - least) * partGiven
        const evener = values.with(values.indexOf(most), most - given)
        evener[values.indexOf(least)] = least + given
        expect(spreadOf(evener).gini).toBeLessThanOrEqual(spreadOf(values).gini! + 1e-9)
      }),
    )
  })

  it.each([
    [[], { mean: null, gini: null, maxMin: null, gap: null }],
    [[0.5], { mean: 0.5, gini: null, maxMin: null, gap: null }],
    [[0, 0], { mean: 0, gini: 0, maxMin: null, gap: 0 }],
    [[0, 1], { mean: 0.5, gini: 0.5, maxMin: null, gap: 1 }],
    [[0.5, 0.5, 0.5], { mean: 0.5, gini: 0, maxMin: 1, gap: 0 }],
    [[0.25, 0.75], { mean: 0.5, gini: 0.25, maxMin: 3, gap: 0.5 }],
  ])('of %j is %j', (values, spread) => {
    expect(spreadOf(values)).toEqual(spread)
  })
})
