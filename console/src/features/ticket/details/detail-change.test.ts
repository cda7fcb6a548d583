import type { Ticket } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { categoryPaths, changeOf, formOf, hasStill, isFieldText, reverseOf, textOf, valueOf } from './detail-change.ts'
import type { FieldDefinition } from './detail-change.ts'

const field = (name: string, type: FieldDefinition['type']): FieldDefinition => {
  return { name, label: name, type, choices: [], required: false, requiredFor: [] }
}
const fields = [field('amount', 'number'), field('isUrgent', 'boolean'), field('reference', 'text')]

const ticket = {
  issueSummary: 'Card declined',
  type: 'payment_issue',
  category: null,
  impact: null,
  urgency: 'low',
  affected: ['cards', 'api'],
  fields: { amount: '12.50', reference: 'T-1', fromElsewhere: { a: 1 } },
} as unknown as Ticket

describe('the details of a ticket in a form', () => {
  it('say nothing while nobody touches them', () => {
    expect(changeOf(ticket, formOf(ticket), fields)).toBeNull()
    expect(changeOf(ticket, { ...formOf(ticket), affected: ['api', 'cards'] }, fields)).toBeNull()
  })

  it('say what was changed, each value as the kind its field has', () => {
    const form = formOf(ticket)
    const changed = { ...form, category: 'payments', urgency: '' as const, issueSummary: ' Card declined twice ' }
    const said = { ...changed, fields: { ...form.fields, amount: '13', isUrgent: 'true', reference: ' ' } }
    expect(changeOf(ticket, said, fields)).toEqual({
      issueSummary: 'Card declined twice',
      category: 'payments',
      urgency: null,
      fields: { amount: '13', isUrgent: true, reference: null },
    })
  })

  it('leave fields alone that the type does not have', () => {
    const form = formOf(ticket)
    expect(changeOf(ticket, { ...form, fields: { ...form.fields, amount: '1' } }, [])).toBeNull()
  })
})

describe('the value of a field', () => {
  it('is a figure where a figure is asked, but stays a decimal text where it came as one', () => {
    expect(valueOf(field('amount', 'number'), '12.5', undefined)).toBe(12.5)
    expect(valueOf(field('amount', 'number'), '12.5', '1.00')).toBe('12.5')
    expect(isFieldText(field('amount', 'number'), '1.')).toBe(false)
    expect(isFieldText(field('amount', 'number'), '')).toBe(true)
  })

  it('is written as it is read', () => {
    expect([textOf(null), textOf(false), textOf('a'), textOf(3)]).toEqual(['', 'false', 'a', '3'])
  })
})

describe('a change taken back', () => {
  it('gives every part back what it had, fields that were not there to nothing', () => {
    const change = { urgency: 'high', fields: { isUrgent: true, reference: 'T-2' } } as const
    const back = { urgency: 'low', fields: { isUrgent: null, reference: 'T-1' } }
    expect(reverseOf(ticket, change)).toEqual(back)
  })

  it('cannot be said where nothing was said before', () => {
    expect(reverseOf(ticket, { category: 'payments' })).toBeNull()
  })

  it('is held against what the ticket has by then', () => {
    expect(hasStill(ticket, { affected: ['api', 'cards'], fields: { reference: 'T-1' } })).toBe(true)
    expect(hasStill(ticket, { fields: { reference: 'T-2' } })).toBe(false)
    expect(hasStill(ticket, { urgency: null })).toBe(false)
  })
})

it('categories are named with all they are part of', () => {
  const one = (slug: string, parent: string | null) => ({ slug, label: slug.toUpperCase(), parent, type: null })
  expect(categoryPaths([one('b', null), one('c', 'a'), one('a', null), one('round', 'round')])).toEqual([
    { slug: 'a', path: 'A' },
    { slug: 'c', path: 'A › C' },
    { slug: 'b', path: 'B' },
    { slug: 'round', path: expect.stringMatching(/ROUND$/) },
  ])
})
