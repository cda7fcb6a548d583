import { describe, expect, it } from 'vitest'
import type { CustomerHistoryItem, TimelineItem } from '@switchyard/sdk'
import { ratingsOfOthers, standingRatings } from './rating-query.ts'

const item = (id: string, type: string, chatId?: string, ticketId = 'ticket_1'): TimelineItem => ({
  kind: 'event',
  seq: 1,
  id,
  ticketId,
  type,
  at: '2026-11-20T09:00:00.000Z',
  actor: { kind: 'customer', id: 'cust_1', name: null },
  cause: null,
  data: { score: 4, ...(chatId !== undefined && { chatId }) },
  message: null,
})

describe('the ratings of a history', () => {
  it('stand where no later one took their place', () => {
    const items = [
      item('a', 'chat.rated', 'chat_1'),
      item('b', 'chat.rated', 'chat_1'),
      item('c', 'chat.rated', 'chat_2'),
      item('d', 'ticket.rated'),
      item('e', 'ticket.closed'),
      item('f', 'ticket.rated'),
      // Of a ticket that was merged into this one.
      item('g', 'ticket.rated', undefined, 'ticket_2'),
    ]
    expect([...standingRatings(items)]).toEqual(['b', 'c', 'f', 'g'])
    expect(standingRatings([])).toEqual(new Set())
  })
})

describe('the ratings of other tickets', () => {
  const rating = (id: string, ticketId: string, title: string | null = null): CustomerHistoryItem => ({
    kind: 'rating',
    id,
    at: '2026-11-20T09:00:00.000Z',
    ticketId,
    number: 10_001,
    title,
    status: null,
    statusCategory: null,
    channel: 'live-chat',
    score: 2,
    endedAt: null,
  })

  it('are the latest three, without those of the ticket at hand', () => {
    const items = [
      rating('chat_1', 'ticket_1'),
      rating('ticket_2', 'ticket_2', 'Slow.'),
      rating('ticket_3', 'ticket_3'),
      rating('chat_4', 'ticket_3'),
      rating('ticket_5', 'ticket_5'),
    ]
    const shown = ratingsOfOthers(items, 'ticket_1')
    expect(shown.map(({ id }) => id)).toEqual(['ticket_2', 'ticket_3', 'chat_4'])
    expect(shown[0]).toMatchObject({
      number: 10_001,
      rating: { score: 2, comment: 'Slow.', ratedAt: '2026-11-20T09:00:00.000Z' },
    })
    expect(ratingsOfOthers([], 'ticket_1')).toEqual([])
  })
})
