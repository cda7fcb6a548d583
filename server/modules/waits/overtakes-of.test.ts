import { expect, it } from 'vitest'
import { overtakesOf } from './overtakes-of.ts'

it('gives the wait after which a priority passes a higher one, and that after which it is never passed again', () => {
  const steep = { base: 60, slopePerMinute: 4, cap: 100 }
  const low = { base: 0, slopePerMinute: 2, cap: Infinity }
  const [first] = overtakesOf({ low, normal: steep, high: steep, critical: { ...steep, cap: Infinity } })
  expect(first).toEqual({ class: 'low', passes: 'normal', afterMs: 1_800_000, neverPassedAfterMs: 2_400_000 })
  const last = overtakesOf({ low, normal: steep, high: steep, critical: { ...steep, cap: Infinity } })[2]
  expect(last).toEqual({ class: 'low', passes: 'critical', afterMs: 1_800_000, neverPassedAfterMs: null })
})
