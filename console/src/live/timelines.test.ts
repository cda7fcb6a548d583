import type { TimelineItem } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { event, message } from './testing/timeline-items.ts'
import { handOverNote } from './timelines.ts'

describe('the note of a hand-over', () => {
  const bot = { kind: 'token', id: 'token_1', name: 'Robo' }
  const by = (item: TimelineItem, actor = bot, at = '2026-11-20T09:05:00.000Z'): TimelineItem => ({
    ...item,
    actor,
    at,
  })
  const note = (seq: number, body: string) =>
    message(seq, { visibility: 'internal', body, author: { kind: 'agent', id: 'agent_1', name: 'Robo' } })

  it('is the one of the same hand and instant, of the last hand-over', () => {
    const items = [
      by(note(1, 'An early note'), bot, '2026-11-20T09:00:00.000Z'),
      by(note(2, 'Order 500131, wants a refund')),
      by(event('moved', 'ticket.updated')),
      by(event('on', 'task.transferred')),
      by(note(3, 'Of somebody else'), { ...bot, id: 'token_2' }),
    ]
    expect(handOverNote(items)).toEqual({ text: 'Order 500131, wants a refund', by: 'Robo' })
    expect(handOverNote([...items, by(event('again', 'task.transferred'), bot, '2026-11-20T09:09:00.000Z')])).toBe(null)
    expect(handOverNote([by(note(1, 'Only a note'))])).toBe(null)
  })
})
