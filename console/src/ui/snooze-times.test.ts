import { expect, it } from 'vitest'
import { fieldsOf, instantOf, snoozeFault, snoozeTimes } from './snooze-times.ts'

const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 20).getTime()
const told = (ms: number) => snoozeTimes(ms).map(({ at: time }) => [time.getDate(), time.getHours(), time.getMinutes()])

it('puts aside for three hours, until tomorrow at nine, and until Monday at nine', () => {
  // A Friday.
  expect(told(at(20, 10))).toEqual([
    [20, 13, 0],
    [21, 9, 0],
    [23, 9, 0],
  ])
})

it('means the next Monday on a Monday, and tomorrow on a Sunday', () => {
  expect(told(at(23, 8))[2]).toEqual([30, 9, 0])
  expect(told(at(22, 8)).slice(1)).toEqual([
    [23, 9, 0],
    [23, 9, 0],
  ])
})

it('reads a day and a time in the reader’s own zone, and says where they cannot be', () => {
  const ms = at(20, 10)
  expect(fieldsOf(ms)).toEqual({ date: '2026-11-20', time: '10:20' })
  expect(instantOf(fieldsOf(ms))).toBe(ms)
  expect(instantOf({ date: '', time: '10:20' })).toBeNull()
  expect([ms, ms + 60_000, ms + 400 * 86_400_000].map((until) => snoozeFault(until, ms))).toEqual([
    'passed',
    null,
    'tooFar',
  ])
})
