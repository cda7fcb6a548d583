import { describe, expect, it } from 'vitest'
import type { PartnerTicketDetail } from '@switchyard/sdk'
import { detailAfter, lineAfter, openQuestion, waysOpen } from './own-ticket-update.ts'

const type = 'GENERAL' as const
const decision = { configuredType: type, resolvedType: type, reason: null, explanation: [] }
const offered: PartnerTicketDetail = {
  id: 'ticket_1',
  type: 'GENERAL',
  category: 'Order',
  categoryId: 'order-problem',
  subcategory: 'Cold food',
  subcategoryId: 'cold-food',
  knowledgeForceIssueId: '0203',
  comments: 'Cold.',
  source: 'APP',
  storeId: null,
  order: null,
  customer: null,
  submittedAt: '2026-11-20T09:00:00.000Z',
  number: 7,
  version: 3,
  role: 'receiver',
  brand: 'burger-house',
  region: 'ES',
  state: 'offered',
  offeredUntil: '2026-11-20T09:15:00.000Z',
  status: 'classified',
  statusCategory: 'new',
  externalId: null,
  handoff: { ...decision, outcome: 'forwarded' },
  createdAt: '2026-11-20T09:00:00.000Z',
  updatedAt: '2026-11-20T09:00:00.000Z',
  messages: [],
}
const taken: PartnerTicketDetail = { ...offered, state: 'accepted', offeredUntil: null }
const saying = { partner: { id: 'partner_1', name: 'Acme' }, at: '2026-11-20T10:00:00.000Z' }
const asked = (kind: 'agent' | 'partner', question: boolean) => {
  const [message] = detailAfter(taken, { note: 'A word.' }, saying).messages
  return { ...message!, question, author: { kind, id: null, name: null } }
}

describe('what a partner may say', () => {
  it.each([
    ['nothing before it is taken', offered, []],
    ['anything while it is in hand', taken, ['reply', 'note', 'question']],
    ['nothing once it is solved', { ...taken, state: 'done' as const }, []],
  ])('is %s', (_, ticket, ways) => expect(waysOpen(ticket)).toEqual(ways))

  it('is a note or a question on what it raised, and only a note where another partner is told of it', () => {
    const raised = { ...offered, role: 'raiser' as const }
    expect(waysOpen(raised)).toEqual(['note'])
    expect(waysOpen({ ...raised, handoff: { ...decision, outcome: 'own_submission' } })).toEqual(['note', 'question'])
  })
})

describe('a question of staff', () => {
  it.each([
    ['is none where nobody asked', [asked('agent', false)], false],
    ['is open until something is said to it', [asked('agent', true)], true],
    ['is answered by the next word of the partner', [asked('agent', true), asked('partner', false)], false],
    [
      'is open again when it is asked again',
      [asked('agent', true), asked('partner', false), asked('agent', true)],
      true,
    ],
    ['is not the partner’s own', [asked('partner', true)], false],
  ])('%s', (_, messages, isOpen) => expect(openQuestion(messages) !== null).toBe(isOpen))
})

describe('a ticket after an update', () => {
  it.each([
    ['taken', offered, 'accepted', 'accepted'],
    ['declined', offered, 'declined', 'declined'],
    ['given back', taken, 'declined', 'returned'],
    ['solved', taken, 'solved', 'done'],
  ] as const)('is %s', (_, ticket, status, state) =>
    expect(lineAfter(ticket, { status })).toEqual({ ...ticket, state, offeredUntil: null }),
  )

  it('waits, and stays in hand', () => {
    expect(lineAfter(taken, { status: 'waiting' })).toEqual({ ...taken, statusCategory: 'waiting' })
  })

  it('keeps or loses the partner’s own id', () => {
    expect(lineAfter(taken, { externalId: 'A-1' }).externalId).toBe('A-1')
    const named = { ...taken, externalId: 'A-1' }
    expect([
      lineAfter(named, { status: 'solved' }).externalId,
      lineAfter(named, { externalId: null }).externalId,
    ]).toEqual(['A-1', null])
  })

  it('ends with what was said, to whom it was said', () => {
    const { messages } = detailAfter(taken, { reply: 'On its way.', question: 'Which store?' }, saying)
    expect(messages.map(({ seq, visibility, question, body }) => [seq, visibility, question, body])).toEqual([
      [1, 'public', false, 'On its way.'],
      [2, 'partner', true, 'Which store?'],
    ])
    expect(messages[0]?.author).toEqual({ kind: 'partner', id: 'partner_1', name: 'Acme' })
  })
})
