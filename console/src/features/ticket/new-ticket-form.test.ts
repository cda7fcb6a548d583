import type { TicketCatalogue } from '@switchyard/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOfNew, newFrom } from './new/who.ts'
import type { Who } from './new/who.ts'
import { beginForm, emptyForm, keepForm, missingIn, requestOf } from './new-ticket-form.ts'

const field = { name: 'amount', label: 'Amount', type: 'number', choices: [], required: true, requiredFor: [] }
const catalogue = {
  channels: [{ slug: 'live-chat' }, { slug: 'voice' }, { slug: 'email' }],
  types: [{ slug: 'payment_issue', label: 'Payment issue', fields: [field] }],
} as unknown as TicketCatalogue
const asked = { catalogue, newId: 'customer-1', attachments: [] }
const known: Who = {
  kind: 'known',
  customer: { id: 'cust_1', externalId: 'c-1', name: 'Sofia', contacts: [] },
}
const someone = (more: object): Who => ({ kind: 'new', name: '', email: '', phone: '', externalId: '', ...more })

describe('a ticket that is being opened', () => {
  it('says no more than was said: what is left open the rules decide', () => {
    const form = { ...emptyForm(known), issueSummary: ' Card declined ' }
    expect(requestOf(form, asked)).toEqual({ customerId: 'cust_1', channel: 'voice', issueSummary: 'Card declined' })
  })

  it('comes by mail where the agent writes first, and says everything else as it was written', () => {
    const form = {
      ...emptyForm(known),
      openedBy: 'agent' as const,
      issueSummary: 'Refund',
      words: 'It is on its way.',
      note: ' Checked with the bank ',
      type: 'payment_issue',
      fields: { amount: '12.5', other: 'x' },
      impact: 'high' as const,
      tags: 'vip, , refund',
      isMine: true,
    }
    expect(requestOf(form, { ...asked, attachments: ['file_1'] })).toEqual({
      customerId: 'cust_1',
      channel: 'email',
      issueSummary: 'Refund',
      message: 'It is on its way.',
      note: 'Checked with the bank',
      openedBy: 'agent',
      assignee: 'me',
      type: 'payment_issue',
      fields: { amount: 12.5 },
      impact: 'high',
      tags: ['vip', 'refund'],
      attachments: ['file_1'],
    })
  })

  it('is whole with somebody, a subject, the fields its type cannot be without, and words where they are ours', () => {
    const form = { ...emptyForm(known), issueSummary: 'Refund' }
    const missing = (change: Partial<typeof form>, hasFiles = false) =>
      missingIn({ ...form, ...change }, catalogue, hasFiles)
    expect(missing({})).toEqual([])
    expect(missing({ who: { kind: 'nobody' }, issueSummary: ' ' })).toEqual(['customer', 'subject'])
    expect(missing({ openedBy: 'agent' })).toEqual(['words'])
    expect(missing({ openedBy: 'agent' }, true)).toEqual([])
    expect(missing({ type: 'payment_issue' })).toEqual(['fields'])
    expect(missing({ type: 'payment_issue', fields: { amount: '1.' } })).toEqual(['fields'])
    expect(missing({ type: 'payment_issue', fields: { amount: '1' } })).toEqual([])
    expect(missing({ who: someone({ name: 'Rui' }) })).toEqual([])
    expect(missing({ who: someone({}) })).toEqual(['customer'])
  })
})

describe('a customer who is not known yet', () => {
  it('is told of by whatever somebody looked for', () => {
    expect(newFrom(' Rui Costa ')).toMatchObject({ name: 'Rui Costa', email: '', phone: '' })
    expect(newFrom('rui@example.com')).toMatchObject({ name: '', email: 'rui@example.com' })
    expect(newFrom('+34 600 123 456')).toMatchObject({ name: '', phone: '+34 600 123 456' })
  })

  it('is known from then on by what reaches it, so that it is the same one the next time', () => {
    const told = { name: 'Rui', email: ' Rui@Example.com', phone: '+34 600-123', externalId: ' c-9 ' }
    expect(idOfNew(told, 'customer-1')).toBe('c-9')
    expect(idOfNew({ ...told, externalId: '' }, 'customer-1')).toBe('rui@example.com')
    expect(idOfNew({ ...told, externalId: '', email: '' }, 'customer-1')).toBe('+34600123')
    expect(idOfNew({ ...told, externalId: '', email: '', phone: '' }, 'customer-1')).toBe('customer-1')
    const form = { ...emptyForm(someone({ name: 'Rui', email: 'rui@example.com' })), issueSummary: 'Help' }
    expect(requestOf(form, asked)).toMatchObject({
      customerId: 'rui@example.com',
      customer: { name: 'Rui', email: 'rui@example.com' },
    })
  })
})

describe('what was written and not sent', () => {
  beforeEach(() => keepForm(null))

  it('is there again, unless it was for another customer', () => {
    const other: Who = { kind: 'known', customer: { ...known.customer, id: 'cust_2' } }
    keepForm({ ...emptyForm({ kind: 'nobody' }), issueSummary: 'Kept' })
    expect(beginForm({ kind: 'nobody' }).issueSummary).toBe('Kept')
    expect(beginForm(known)).toMatchObject({ issueSummary: 'Kept', who: known })
    keepForm({ ...emptyForm(known), issueSummary: 'Theirs' })
    expect(beginForm(known).issueSummary).toBe('Theirs')
    expect(beginForm({ kind: 'nobody' }).issueSummary).toBe('Theirs')
    expect(beginForm(other)).toEqual(emptyForm(other))
  })
})
