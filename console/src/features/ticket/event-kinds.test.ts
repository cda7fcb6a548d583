import { beforeAll, describe, expect, it } from 'vitest'
import { eventTypes } from '@switchyard/sdk'
import type { TimelineItem } from '@switchyard/sdk'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { eventIcons, groupOf, landmarkEvents, silentEvents } from './event-kinds.ts'
import { eventWords } from './event-words.ts'

/** The first words of what may stand in the history of a ticket. */
const ofTickets = new Set([
  'ticket',
  'task',
  'monitor',
  'offer',
  'call',
  'callback',
  'sla',
  'case',
  'order',
  'qa',
  'delivery',
])
const shown = eventTypes.filter((type) => ofTickets.has(type.split('.')[0] ?? '') && !silentEvents.has(type))
const event = (type: string, data: Record<string, unknown> = {}): TimelineItem => ({
  kind: 'event',
  seq: 1,
  id: 'evt_1',
  ticketId: 'ticket_1',
  type,
  at: '2026-11-20T09:00:00.000Z',
  actor: { kind: 'member', id: 'member_1', name: 'Ada' },
  cause: null,
  data,
  message: null,
})
const wordsOf = (type: string, data: Record<string, unknown> = {}) =>
  eventWords(event(type, data), { meIds: [], agentNames: new Map(), decisions: new Map() })

beforeAll(() => installWords('en', en))

describe('the facts of a history', () => {
  it.each(shown)('%s has words and a drawing of its own', (type) => {
    const { strong } = wordsOf(type)
    expect(strong).not.toBe(type)
    expect(strong).not.toContain('{who}')
    expect(eventIcons[type], type).toBeDefined()
  })

  it('say of a request that no partner has that it stays in the house', () => {
    const said = (outcome: string) => wordsOf('ticket.handed_off', { outcome }).strong
    expect(said('forwarded')).toBe('Handed to a partner')
    for (const outcome of ['internal', 'no_subscriber', 'own_submission'])
      expect(said(outcome)).toBe('Kept with own queues')
  })

  it('know no kinds that the catalogue lacks', () => {
    const known = new Set<string>(eventTypes)
    const named = [...Object.keys(eventIcons), ...silentEvents, ...landmarkEvents]
    expect(named.filter((type) => !known.has(type))).toEqual([])
  })

  it('belong to what they are about', () => {
    expect(
      ['ticket.merged', 'task.queued', 'offer.created', 'sla.met', 'case.opened', 'qa.reviewed'].map(groupOf),
    ).toEqual(['ticket', 'routing', 'routing', 'clock', 'case', 'quality'])
  })

  it('read a merge from either side, with the other ticket', () => {
    const data = { sourceId: 'ticket_1', targetId: 'ticket_2', from: 'classified', to: 'closed' }
    expect(wordsOf('ticket.merged', data)).toMatchObject({
      strong: 'Ada merged this into',
      otherTicketId: 'ticket_2',
      detail: 'Classified → Closed',
    })
    const other = { ...data, sourceId: 'ticket_9', targetId: 'ticket_1' }
    expect(wordsOf('ticket.merged', other)).toMatchObject({
      strong: 'Ada merged into this:',
      otherTicketId: 'ticket_9',
      detail: '',
    })
    expect(wordsOf('ticket.split', { ticketId: 'ticket_3', messages: 2 })).toMatchObject({
      otherTicketId: 'ticket_3',
      detail: '2 messages',
    })
  })

  it('tell what was changed in words, and of codes what they were and are', () => {
    const values = [
      { name: 'priority', from: 'normal', to: 'high' },
      { name: 'category', from: null, to: 'infrastructure' },
    ]
    expect(wordsOf('ticket.updated', { changed: ['priority', 'category', 'issueSummary'], values })).toMatchObject({
      strong: 'Ada changed',
      detail: 'priority normal → high, category – → infrastructure, subject',
    })
    expect(wordsOf('ticket.updated', { changed: ['tags'] }).detail).toBe('tags')
  })

  it('tell how a chat or a request was for its customer', () => {
    expect(wordsOf('ticket.rated', { score: 4 })).toMatchObject({ strong: 'Request rated', detail: '4 / 5' })
    expect(wordsOf('chat.rated', { chatId: 'chat_1', score: 2 }).detail).toBe('2 / 5')
    expect(wordsOf('support.rated', { orderId: 'order_1', average: '4.50', count: 2 }).detail).toBe('4.50 / 5')
  })

  it('tell who watches the work, whose and how, and whether they or the work left', () => {
    const data = { monitorId: 'monitor_1', taskId: 'task_1', supervisorId: 'member_1', mode: 'whisper' }
    expect(wordsOf('monitor.started', data)).toMatchObject({ strong: 'Ada began to supervise', detail: 'whispering' })
    expect(wordsOf('monitor.changed', { ...data, previous: 'listen' }).detail).toBe('whispering')
    const ended = (reason: string) => wordsOf('monitor.ended', { ...data, reason })
    expect(ended('left')).toMatchObject({ strong: 'Ada stopped supervising', detail: '' })
    expect(ended('task_moved')).toMatchObject({ strong: 'Supervision ended', detail: '' })
  })

  it('tell the lane, the check and the outcome of a case in words', () => {
    expect(wordsOf('case.status_changed', { caseId: 'case_1', from: 'opened', to: 'triage' }).detail).toBe(
      'Opened → Triage',
    )
    expect(wordsOf('case.escalated', { from: 1, to: 2 }).detail).toBe('1 → 2')
    expect(wordsOf('delivery.dead', { attempts: 8 }).detail).toBe('8 attempts')
  })
})
