import { describe, expect, it } from 'vitest'
import { realtimeAddress, retryWaitMs } from './follow-events.ts'

describe('waiting before the next connection', () => {
  it('doubles, and spreads between half and the whole', () => {
    expect([retryWaitMs(0, 0), retryWaitMs(0, 1)]).toEqual([250, 500])
    expect([retryWaitMs(3, 0), retryWaitMs(3, 1)]).toEqual([2000, 4000])
  })

  it('never exceeds half a minute', () => {
    expect(retryWaitMs(40, 1)).toBe(30_000)
  })
})

describe('the address of the log', () => {
  it('resumes after what was seen, and is about oneself when that is all', () => {
    expect([
      realtimeAddress('http://desk.example.com', null),
      realtimeAddress('https://desk.example.com', 7),
      realtimeAddress('http://desk.example.com', 7, true),
    ]).toEqual([
      'ws://desk.example.com/v1/realtime',
      'wss://desk.example.com/v1/realtime?after=7',
      'ws://desk.example.com/v1/realtime?about=me&after=7',
    ])
  })
})
