import { describe, expect, it } from 'vitest'
import { event, message } from '../../live/testing/timeline-items.ts'
import { foldTimeline } from './fold-timeline.ts'
import { unseenOf } from './unseen.ts'

const at = (minute: number) => `2026-11-20T09:${String(minute).padStart(2, '0')}:00.000Z`
const items = [
  { ...event('evt_1'), at: at(1) },
  { ...message(1), at: at(2) },
  { ...event('evt_2', 'ticket.updated'), at: at(5) },
  { ...message(2), at: at(6), actor: { kind: 'agent', id: 'agent_me', name: null } },
  { ...message(3), at: at(9) },
]
const ids = (unseen: { from: string; to: string } | null) => unseenOf(items, unseen, ['agent_me']).map(({ id }) => id)

describe('what is new since one looked', () => {
  it('is what others did between the last look and this one', () => {
    expect(ids({ from: at(2), to: at(8) })).toEqual(['evt_2'])
    expect(ids({ from: at(2), to: at(10) })).toEqual(['evt_2', 'evt_m3'])
  })

  it('is nothing on a first look', () => {
    expect(ids(null)).toEqual([])
  })

  it('is marked in the history, and never folded together with what is old', () => {
    const run = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => event(id))
    const entries = foldTimeline(run, new Set(), 'd')
    expect(entries.map(({ kind }) => kind)).toEqual(['fold', 'event', 'mark', 'fold', 'event'])
  })
})
