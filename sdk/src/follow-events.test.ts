import { describe, expect, it } from 'vitest'
import { retryWaitMs } from './follow-events.ts'

describe('waiting before the next connection', () => {
  it('doubles, and spreads between half and the whole', () => {
    expect([retryWaitMs(0, 0), retryWaitMs(0, 1)]).toEqual([250, 500])
    expect([retryWaitMs(3, 0), retryWaitMs(3, 1)]).toEqual([2000, 4000])
  })

  it('never exceeds half a minute', () => {
    expect(retryWaitMs(40, 1)).toBe(30_000)
  })
})
