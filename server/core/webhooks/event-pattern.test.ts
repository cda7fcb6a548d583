import { describe, expect, it } from 'vitest'
import { findIdlePattern, matchesType } from './event-pattern.ts'

describe('matchesType', () => {
  it.each([
    ['ticket.created', 'ticket.created', true],
    ['ticket.*', 'ticket.created', true],
    ['*', 'agent.updated', true],
    ['ticket.*', 'ticketing.created', false],
    ['ticket', 'ticket.created', false],
    ['ticket.create', 'ticket.created', false],
  ])('%s means %s: %s', (pattern, type, expected) => {
    expect(matchesType([pattern], type)).toBe(expected)
  })

  it('asks for one of several, and for none when there is none', () => {
    expect(matchesType(['sla.*', 'ticket.solved'], 'ticket.solved')).toBe(true)
    expect(matchesType([], 'ticket.solved')).toBe(false)
  })
})

describe('findIdlePattern', () => {
  it('finds what would never be told', () => {
    expect(findIdlePattern(['ticket.*', 'tickets.*'], ['ticket.created'])).toBe(1)
    expect(findIdlePattern(['*'], ['ticket.created'])).toBe(-1)
  })
})
