import { describe, expect, it } from 'vitest'
import { areFactsGiven, factNames, factsOf, firstThings } from './transition-facts.ts'

describe('the facts of a transition', () => {
  it('are asked once each, in the order of the work', () => {
    expect(factNames(['resolution', 'cause', 'cause.text', '/solutionCheck'])).toEqual([
      'cause',
      'solutionCheck',
      'resolution',
    ])
  })

  it('ask for a note where the fact has no field of its own', () => {
    expect(factNames(['approval'])).toEqual(['note'])
  })

  it('ask nothing that only the ticket itself can have, and say what is to be done first', () => {
    const missing = ['type', 'category', 'assignee', 'cause', 'checklist']
    expect(factNames(missing)).toEqual(['cause'])
    expect(firstThings(missing)).toEqual(['classify', 'assignee', 'checklist'])
  })

  it('bring each custom field as the kind of value it has', () => {
    const field = (name: string, type: 'number' | 'boolean') => {
      return { name, label: name, type, choices: [], required: false, requiredFor: [] }
    }
    const texts = { 'fields.amount': '12.5', 'fields.isNew': 'false', 'fields.other': '3' } as const
    expect(factsOf(texts, [field('amount', 'number'), field('isNew', 'boolean')])).toEqual({
      fields: { amount: 12.5, isNew: false, other: '3' },
    })
  })

  it('are complete only when none is blank', () => {
    expect(areFactsGiven(['cause', 'note'], { cause: 'x', note: ' ' })).toBe(false)
    expect(areFactsGiven(['cause'], { cause: 'x' })).toBe(true)
  })

  it('become the body of the request', () => {
    expect(factsOf({ cause: 'retry', correction: 'voided', solutionCheck: 'passed', resolution: 'credited' })).toEqual({
      cause: { text: 'retry' },
      correction: { text: 'voided' },
      solutionCheck: 'passed',
      resolution: 'credited',
    })
    expect(factsOf({})).toEqual({})
  })
})
