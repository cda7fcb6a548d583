import { describe, expect, it } from 'vitest'
import { covers, eventGroups, withGroup, withType } from './event-patterns.ts'

describe('the events a subscription is told of', () => {
  it('are chosen by the thing they tell of', () => {
    expect(withGroup(['sla.met'], 'ticket', true)).toEqual(['sla.met', 'ticket.*'])
    expect(withGroup(['ticket.created', 'ticket.*', 'sla.met'], 'ticket', false)).toEqual(['sla.met'])
  })

  it('are chosen one by one, and a group that is whole is one pattern', () => {
    expect(withType([], 'sla.met', true)).toEqual(['sla.met'])
    const sla = eventGroups.get('sla') ?? []
    const without = withType(['sla.*'], 'sla.met', false)
    expect(without.toSorted()).toEqual(sla.filter((type) => type !== 'sla.met').toSorted())
    expect(withType(without, 'sla.met', true)).toEqual(['sla.*'])
  })

  it('are covered by themselves, their group or everything', () => {
    expect(['sla.met', 'sla.*', '*', 'ticket.*'].map((pattern) => covers([pattern], 'sla.met'))).toEqual([
      true,
      true,
      true,
      false,
    ])
  })
})
