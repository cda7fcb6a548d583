import { expect, it } from 'vitest'
import { arrivalsByNow, sparkOf } from './arrivals.ts'

const hour = (at: number, arrivals: number | null, expected: number | null) => ({
  at: `2026-11-20T${String(at).padStart(2, '0')}:00:00.000Z`,
  arrivals,
  expected,
})

it('draws arrivals up to now and the expectation over the whole day, from zero', () => {
  expect(sparkOf([hour(0, 0, 5), hour(1, 10, 5), hour(2, null, 10)])).toEqual({
    arrived: 'M0.0 34.0 L60.0 3.0',
    area: 'M0.0 34.0 L60.0 3.0 L60.0 34 L0 34z',
    expected: 'M0.0 18.5 L60.0 18.5 L120.0 3.0',
  })
})

it('draws no expectation that is unknown, and nothing of nothing', () => {
  expect(sparkOf([hour(0, 4, null), hour(1, null, null)])?.expected).toBeNull()
  expect(sparkOf([hour(0, 0, null)])).toBeNull()
  expect(sparkOf([])).toBeNull()
})

it('compares what arrived with what was to be expected by now, the present hour in part', () => {
  const hours = [hour(0, 8, 10), hour(1, 2, 6), hour(2, null, 6)]
  expect(arrivalsByNow(hours, Date.parse('2026-11-20T01:30:00.000Z'))).toEqual({ arrived: 10, expected: 13 })
  expect(arrivalsByNow([hour(0, 8, null)], 0)).toEqual({ arrived: 8, expected: null })
})
