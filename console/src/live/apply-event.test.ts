import { eventTypes } from '@switchyard/sdk'
import type { DomainEvent, EventType } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { applyEvent } from './apply-event.ts'
import type { CacheKey } from './cache-keys.ts'

function eventOf(type: EventType, more: Partial<DomainEvent> = {}): DomainEvent {
  return {
    seq: 7,
    id: 'evt_1',
    type,
    subject: { kind: 'ticket', id: 'ticket_1' },
    ticketId: 'ticket_1',
    at: '2026-11-20T09:00:00.000Z',
    actor: { kind: 'system', id: 'system' },
    data: {},
    ...more,
  }
}

function applied(event: DomainEvent) {
  const stale: string[] = []
  const ended: string[] = []
  const presences: string[] = []
  const counts: string[] = []
  applyEvent(event, {
    stale: (...keys: CacheKey[]) => void stale.push(...keys.map((key) => key.join(' '))),
    endOffer: (offerId, state) => void ended.push(`${offerId} ${state}`),
    countChat: (chatId, seq, isOfDesk) => void counts.push(`${chatId} ${seq}${isOfDesk ? ' own' : ''}`),
    setPresence: (agentId, state, reason) => void presences.push([agentId, state, reason].join(' ')),
  })
  return { stale, ended, presences, counts }
}

/** Facts that no screen of the console shows. */
const unseen: EventType[] = [
  'file.uploaded',
  'file.deleted',
  'workspace.created',
  'workspace.clock_moved',
  'article.answered',
  'token.created',
  'token.rotated',
  'token.revoked',
  'member.added',
  'member.role_changed',
  'member.link_issued',
  'member.signed_in',
  'member.session_ended',
  'member.password_set',
  'member.notices_set',
]

describe('the live feed', () => {
  it.each(eventTypes.filter((type) => !unseen.includes(type)))('brings %s into the cache', (type) => {
    expect(applied(eventOf(type)).stale).not.toEqual([])
  })

  it.each(unseen)('leaves the cache alone for %s', (type) => {
    expect(applied(eventOf(type))).toEqual({ stale: [], ended: [], presences: [], counts: [] })
  })

  it('asks again for the ticket, its history and its clocks when it moves', () => {
    expect(applied(eventOf('ticket.status_changed')).stale).toEqual(
      expect.arrayContaining(['tickets', 'view-counts', 'ticket ticket_1', 'timeline ticket_1', 'clocks ticket_1']),
    )
  })

  it.each([
    'task.queued',
    'task.updated',
    'monitor.started',
    'monitor.ended',
    'offer.created',
    'offer.accepted',
    'agent.updated',
  ] as const)('asks again for queues with their tasks, and for what agents hold, after %s', (type) => {
    expect(applied(eventOf(type)).stale).toEqual(expect.arrayContaining(['queues', 'workload']))
  })

  it.each(['sla.met', 'sla.breached'] as const)('asks again for the figures of the queues after %s', (type) => {
    expect(applied(eventOf(type)).stale).toContain('queues')
  })

  it('asks again for consults when one begins or ends, and for the tickets nobody took when one is tagged', () => {
    expect(applied(eventOf('task.consult_requested')).stale).toContain('consults')
    expect(applied(eventOf('task.consult_ended')).stale).toContain('consults')
    expect(applied(eventOf('task.expired')).stale).toContain('queues')
    // Told together with the expiry; the line of Queue Control lies below the lists of tickets.
    expect(applied(eventOf('ticket.updated')).stale).toContain('tickets')
  })

  it('keeps the counts of views for a mere message', () => {
    expect(applied(eventOf('message.added')).stale).not.toContain('view-counts')
  })

  it('counts what was said in a chat at once, and nothing for a message beside it', () => {
    const said = (authorKind: string) =>
      eventOf('message.added', { data: { chatId: 'chat_1', chatSeq: 4, authorKind } })
    expect(applied(said('customer')).counts).toEqual(['chat_1 4'])
    expect(applied(said('agent')).counts).toEqual(['chat_1 4 own'])
    expect(applied(eventOf('message.added', { data: { visibility: 'internal' } })).counts).toEqual([])
  })

  it.each(['chat.started', 'chat.ended', 'task.transferred', 'offer.accepted', 'ticket.unassigned'] as const)(
    'asks again whose the live chats are after %s',
    (type) => {
      expect(applied(eventOf(type)).stale).toContain('chats')
    },
  )

  it.each([
    ['offer.accepted', 'accepted'],
    ['offer.declined', 'declined'],
    ['offer.expired', 'expired'],
    ['offer.revoked', 'revoked'],
    ['offer.cancelled', 'cancelled'],
  ] as const)('ends the offer on screen at once for %s', (type, state) => {
    expect(applied(eventOf(type, { data: { offerId: 'offer_9' } })).ended).toEqual([`offer_9 ${state}`])
  })

  it('shows a changed presence before asking for it', () => {
    const event = eventOf('agent.presence_changed', {
      subject: { kind: 'agent', id: 'agent_1' },
      ticketId: null,
      data: { from: 'available', to: 'away', reason: 'break' },
    })
    expect(applied(event).presences).toEqual(['agent_1 away break'])
  })

  it('asks again for the board and the case when a case moves', () => {
    const event = eventOf('case.decided', { subject: { kind: 'case', id: 'case_1' } })
    expect(applied(event).stale).toEqual(expect.arrayContaining(['cases', 'case case_1', 'timeline ticket_1']))
  })

  it.each(['webhook.disabled', 'delivery.dead', 'delivery.replayed', 'callback_key.rotated'] as const)(
    'asks again for deliveries after %s',
    (type) => {
      expect(applied(eventOf(type, { ticketId: null })).stale).toEqual(['deliveries'])
    },
  )

  it('does not invent a presence it does not know', () => {
    const event = eventOf('agent.presence_changed', { data: { to: 'asleep', reason: null } })
    expect(applied(event).presences).toEqual([])
  })
})
