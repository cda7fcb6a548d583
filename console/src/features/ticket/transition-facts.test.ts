import { describe, expect, it } from 'vitest'
import { areFactsGiven, factNames, factsOf } from './transition-facts.ts'

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
