import type { Message, TimelineItem } from '@switchyard/sdk'

/** An event in the history of a ticket, as the API gives it. */
export const event = (id: string, type = 'ticket.updated', data: Record<string, unknown> = {}): TimelineItem => ({
  kind: 'event',
  seq: 1,
  id,
  ticketId: 'ticket_1',
  type,
  at: '2026-11-20T09:00:00.000Z',
  actor: { kind: 'system', id: 'system', name: null },
  cause: null,
  data,
  message: null,
})

/** A public message of a customer in that history. */
export const message = (seq: number, more: Partial<Message> = {}): TimelineItem => ({
  ...event(`evt_m${seq}`, 'message.added'),
  kind: 'message',
  message: {
    id: `msg_${seq}`,
    ticketId: 'ticket_1',
    seq,
    clientId: null,
    author: { kind: 'customer', id: 'cust_1', name: null },
    visibility: 'public',
    body: '',
    attachments: [],
    createdAt: '2026-11-20T09:00:00.000Z',
    ...more,
  },
})
