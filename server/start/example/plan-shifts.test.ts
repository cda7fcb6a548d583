import { describe, expect, it } from 'vitest'
import { planShifts } from './plan-shifts.ts'

const minute = 60_000
const shifts = (...actsAgo: number[]) =>
  planShifts(actsAgo.map((ago) => ago * minute)).map(({ fromAgoMs, toAgoMs }) => [fromAgoMs / minute, toAgoMs / minute])

describe('the shifts of a made-up history', () => {
  it('last from a while before what was done to a while after it, the earliest first', () => {
    expect(shifts(1_000, 1_100, 5_000, 900)).toEqual([
      [5_045, 4_955],
      [1_145, 855],
    ])
  })

  it('are apart where nothing was done for more than three hours', () => {
    expect(shifts(600, 420)).toEqual([[645, 375]])
    expect(shifts(600, 419)).toEqual([
      [645, 555],
      [464, 374],
    ])
  })

  it('are over by now, and none where nothing was done', () => {
    expect(shifts(10)).toEqual([[55, 0]])
    expect(shifts()).toEqual([])
  })
})
