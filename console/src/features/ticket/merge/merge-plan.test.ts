import { beforeAll, describe, expect, it } from 'vitest'
import type { Ticket } from '@switchyard/sdk'
import { en } from '../../../ui/words/en.ts'
import { installWords } from '../../../ui/words/words.ts'
import { searchFor } from '../../../live/find-tickets.ts'
import { compareFields, mergeWarnings } from './merge-plan.ts'
import { summaryOf } from './split-dialog.tsx'

const ticket = (number: number, more: Partial<Ticket> = {}): Ticket => ({
  id: `ticket_${number}`,
  number,
  version: 1,
  externalId: null,
  status: 'classified',
  statusCategory: 'open',
  type: null,
  category: null,
  priority: 'normal',
  channel: 'email',
  serviceLine: null,
  language: 'en',
  queue: 'payments',
  customer: { id: 'cust_1', externalId: 'ada', name: 'Ada' },
  issueSummary: 'Charged twice',
  assignee: null,
  order: null,
  tags: [],
  sla: null,
  taskId: null,
  createdAt: '2026-11-20T09:00:00.000Z',
  updatedAt: '2026-11-20T09:00:00.000Z',
  closedAt: null,
  ...more,
})
const kinds = (source: Ticket, target: Ticket, mayJoin = true) =>
  mergeWarnings(source, target, mayJoin).map(({ kind }) => kind)

beforeAll(() => installWords('en', en))

describe('before a merge', () => {
  it('nothing is said of two like tickets of one customer', () => {
    expect(kinds(ticket(1), ticket(2))).toEqual([])
  })

  it('itself and a merged target are refused, the survivor named', () => {
    expect(kinds(ticket(1), ticket(1))).toEqual(['blocks'])
    const merged = ticket(2, { mergedInto: { id: 'ticket_3', number: 3, at: '', undoableUntil: '' } })
    expect(mergeWarnings(ticket(1), merged, true)).toEqual([
      { kind: 'blocks', text: 'The other ticket was merged itself: choose #3, where it goes on.' },
    ])
  })

  it('two customers ask for the word of who may say it, and block everybody else', () => {
    const other = ticket(2, { customer: { id: 'cust_2', externalId: null, name: 'Bo' } })
    expect([kinds(ticket(1), other), kinds(ticket(1), other, false)]).toEqual([['asks'], ['blocks']])
  })

  it('a call, an ended target, another order or language deserve a second look', () => {
    const source = ticket(1, { channel: 'voice', order: { id: 'A' } })
    const target = ticket(2, { statusCategory: 'solved', status: 'solved', order: { id: 'B' }, language: 'es' })
    expect(kinds(source, target)).toEqual(['note', 'note', 'note', 'note'])
  })

  it('the fields stand side by side, a dash where there is nothing', () => {
    const fields = compareFields(ticket(1, { tags: ['refund'] }), ticket(2, { priority: 'high' }), Date.now())
    const of = (name: string) => fields.find((field) => field.name === name)
    expect([of('Tags'), of('Order')]).toEqual([
      { name: 'Tags', source: 'refund', target: '–' },
      { name: 'Order', source: '–', target: '–' },
    ])
    expect(of('Priority')?.source).not.toBe(of('Priority')?.target)
  })

  it('a number alone is looked for as one', () => {
    expect([searchFor(' #10041 '), searchFor('10041'), searchFor('charged 2')]).toEqual([
      'number:10041',
      'number:10041',
      'charged 2',
    ])
  })
})

it('a split begins with the first line of its message', () => {
  expect([summaryOf('\n  Also: the invoice.\nThanks'), summaryOf('a'.repeat(200)).length, summaryOf('')]).toEqual([
    'Also: the invoice.',
    120,
    '',
  ])
})
