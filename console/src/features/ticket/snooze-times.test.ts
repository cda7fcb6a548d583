import { expect, it } from 'vitest'
import { snoozeTimes } from './snooze-times.ts'

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
