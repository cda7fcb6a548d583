import { describe, expect, it } from 'vitest'
import { capacityParts } from './capacity.ts'

describe('the capacity bar', () => {
  it('adds units and tasks by kind of work, chats first', () => {
    const workload = {
      usedUnits: 63,
      reservedUnits: 0,
      capacityUnits: 100,
      byChannel: { ticket: 20, email: 10, 'live-chat': 33 },
      tasks: [
        { id: 'task_1', kind: 'ticket' },
        { id: 'task_2', kind: 'ticket' },
        { id: 'task_3', kind: 'chat' },
      ],
    }
    expect(capacityParts(workload)).toEqual([
      { kind: 'chat', units: 33, count: 1 },
      { kind: 'ticket', units: 30, count: 2 },
    ])
  })

  it('is empty without work', () => {
    expect(capacityParts({ usedUnits: 0, reservedUnits: 0, capacityUnits: 100, byChannel: {}, tasks: [] })).toEqual([])
  })
})
