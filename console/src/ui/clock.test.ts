import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { now, setServerTime } from './clock.ts'

const start = Date.parse('2026-05-04T10:00:00Z')
const offset = () => now() - Date.now()
/** A beat that the server sends at an instant of this clock and its own, and that is read so much later. */
const beat = ({ serverAheadMs, lateMs }: { serverAheadMs: number; lateMs: number }) => {
  vi.setSystemTime(Date.now() + 15_000)
  setServerTime(Date.now() - lateMs + serverAheadMs)
}

describe('the time of the server', () => {
  beforeEach(() => vi.useFakeTimers({ now: start }))
  afterEach(() => vi.useRealTimers())

  it('is not taken for earlier because a beat was read late', () => {
    beat({ serverAheadMs: 5_000, lateMs: 20 })
    beat({ serverAheadMs: 5_000, lateMs: 3_000 })
    expect(offset()).toBe(4_980)
    beat({ serverAheadMs: 5_000, lateMs: 0 })
    expect(offset()).toBe(5_000)
  })

  it('goes ahead at once and back within a minute when one of the clocks is set', () => {
    beat({ serverAheadMs: 3_600_000, lateMs: 0 })
    expect(offset()).toBe(3_600_000)
    for (let count = 0; count < 4; count++) beat({ serverAheadMs: 1_000, lateMs: 0 })
    expect(offset()).toBe(1_000)
  })
})
