import { describe, expect, it } from 'vitest'
import type { TimelineItem } from '@switchyard/sdk'
import { standingRatings } from './rating-query.ts'

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
