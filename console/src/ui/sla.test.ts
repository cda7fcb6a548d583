import type { Clock, TicketClocks } from '@switchyard/sdk'
import { beforeAll, describe, expect, it } from 'vitest'
import { nextClock, ticketClockWords } from './sla.ts'
import { en } from './words/en.ts'
import { installWords } from './words/words.ts'

const nowMs = Date.parse('2026-11-20T12:00:00.000Z')
const minuteMs = 60_000
const due = (minutes: number, more: Partial<Clock> = {}): Clock => ({
  dueAt: new Date(nowMs + minutes * minuteMs).toISOString(),
  state: 'running',
  ...more,
})
const words = (clocks: TicketClocks) => ticketClockWords(clocks, nowMs)

beforeAll(() => installWords('en', en))

describe('the chip of a clock', () => {
  it('is quiet while far from due', () => {
    expect(words({ resolution: due(260) })).toEqual({ tone: 'quiet', icon: 'clock', text: 'resolution 4h 20m' })
  })

  it('says near in words, icon and tone within a quarter of its target', () => {
    const clocks = { periodicUpdate: due(12, { targetMs: 60 * minuteMs }) }
    expect(words(clocks)).toEqual({ tone: 'near', icon: 'near', text: 'next update 12m' })
    expect(words({ periodicUpdate: due(16, { targetMs: 60 * minuteMs }) })?.tone).toBe('quiet')
  })

  it('is near within a quarter of an hour where the target is not told', () => {
    expect([words({ resolution: due(15) })?.tone, words({ resolution: due(16) })?.tone]).toEqual(['near', 'quiet'])
  })

  it('counts seconds in the last two minutes', () => {
    expect(words({ firstResponse: due(1.7) })?.text).toBe('first reply 1:42')
  })

  it('is breached from the due instant on, before the server says so', () => {
    expect(words({ firstResponse: due(0) })?.tone).toBe('breach')
    expect(words({ firstResponse: due(-8) })).toEqual({ tone: 'breach', icon: 'alert', text: 'breached 8m' })
  })

  it('says what is left of a paused clock, if told', () => {
    const paused = { dueAt: null, state: 'paused' } as const
    expect(words({ resolution: paused })?.text).toBe('paused')
    expect(words({ resolution: { ...paused, remainingMs: 190 * minuteMs } })?.text).toBe('paused · 3h 10m left')
  })

  it('says so when all are met, and nothing without clocks', () => {
    expect(words({ firstResponse: due(-60, { state: 'met' }) })?.text).toBe('all clocks met')
    expect(words({})).toBeNull()
    expect(ticketClockWords(null, nowMs)).toBeNull()
  })

  it('minds the earliest open clock before any paused one', () => {
    const clocks: TicketClocks = {
      firstResponse: { dueAt: null, state: 'paused' },
      nextResponse: due(40),
      resolution: due(30),
    }
    expect(nextClock(clocks)?.metric).toBe('resolution')
  })
})
