import { beforeAll, expect, it } from 'vitest'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { waitText } from './wait-text.ts'

beforeAll(() => installWords('en', en))

it.each([
  [0, 0, 'no wait'],
  [0, 3, 'no wait'],
  [2, 70, 'wait under 1:15'],
  [95, 240, 'wait 1:30 to 4:00'],
  [20, 21, 'wait about 0:15'],
  [900, 1_500, 'wait 15m to 25m'],
  [3_700, 8_000, 'wait 1h 2m to 2h 13m'],
])('an estimate of %i to %i seconds reads "%s"', (p50Seconds, p90Seconds, expected) => {
  expect(waitText({ p50Seconds, p90Seconds, basis: 'pace', confidence: 'high' })).toBe(expected)
})

it('an unknown wait says so', () => {
  expect(waitText(null)).toBe('wait unknown')
})
