import { describe, expect, it } from 'vitest'
import { capacityParts } from './capacity.ts'

const held = (kind: string, units: number, state = 'active') => {
  return { kind, state, units }
}

describe('the capacity bar', () => {
  it('adds units and tasks in hand by kind of work, chats first, and leaves offers out', () => {
    const tasks = [held('ticket', 10), held('ticket', 10), held('chat', 33), held('ticket', 10, 'offered')]
    expect(capacityParts({ tasks })).toEqual([
      { kind: 'chat', units: 33, count: 1 },
      { kind: 'ticket', units: 20, count: 2 },
    ])
  })

  it('is empty without work', () => {
    expect(capacityParts({ tasks: [] })).toEqual([])
  })
})
