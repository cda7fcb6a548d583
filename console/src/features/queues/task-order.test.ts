import { describe, expect, it } from 'vitest'
import { shownTasks } from './task-order.ts'
import { taskOf } from './testing/task-of.ts'

const due = (at: string) =>
  ({ sla: { metric: 'firstResponse', dueAt: `2026-11-20T${at}:00.000Z`, state: 'running' } }) as const
const tasks = [
  taskOf({ id: 'late', enteredAt: '2026-11-20T09:02:00.000Z', position: 1, ...due('09:30') }),
  taskOf({ id: 'early', enteredAt: '2026-11-20T09:00:00.000Z', position: 2, channel: 'email' }),
  taskOf({ id: 'asked', enteredAt: '2026-11-20T09:03:00.000Z', state: 'offered', position: null, ...due('09:10') }),
  taskOf({ id: 'held', state: 'active', position: null, channel: 'voice' }),
  taskOf({ id: 'wrapping', state: 'wrapup', position: null }),
  taskOf({ id: 'aside', state: 'paused', position: null }),
  taskOf({ id: 'over', state: 'done', position: null }),
]
const ids = (wanted: Partial<Parameters<typeof shownTasks>[1]>) =>
  shownTasks(tasks, { lane: 'waiting', channel: 'all', order: 'waited', ...wanted }).map(({ id }) => id)

describe('the tasks of a lane', () => {
  it('are those that wait, are worked on, or are set aside', () => {
    expect(ids({})).toEqual(['early', 'late', 'asked'])
    expect(ids({ lane: 'working' })).toEqual(['held', 'wrapping'])
    expect(ids({ lane: 'aside' })).toEqual(['aside'])
  })

  it('can be of one channel', () => {
    expect(ids({ channel: 'tickets' })).toEqual(['early'])
    expect(ids({ channel: 'voice', lane: 'working' })).toEqual(['held'])
  })

  it('come by wait, by their turn, or by what is due', () => {
    expect(ids({ order: 'rank' })).toEqual(['asked', 'late', 'early'])
    expect(ids({ order: 'due' })).toEqual(['asked', 'late', 'early'])
  })

  it('show once a task that changed its queue between two answers, as it was read last', () => {
    const moved = shownTasks([taskOf({ queue: 'payments' }), taskOf({ queue: 'backend' })], {
      lane: 'waiting',
      channel: 'all',
      order: 'waited',
    })
    expect(moved.map(({ queue }) => queue)).toEqual(['backend'])
  })
})
