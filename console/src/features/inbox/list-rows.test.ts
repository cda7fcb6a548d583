import type { Ticket } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { heldRows, listRows } from './list-rows.ts'
import type { ListRow } from './list-rows.ts'

const nowMs = new Date(2026, 10, 20, 12, 0).getTime()
const minuteMs = 60_000
const byDue = { order: 'due', groupBy: 'due' } as const

function ticket(id: string, dueInMinutes: number | null, more: Partial<Ticket> = {}): Ticket {
  const dueAt = dueInMinutes === null ? null : new Date(nowMs + dueInMinutes * minuteMs).toISOString()
  return {
    id,
    number: 1,
    version: 1,
    externalId: null,
    status: 'assigned',
    statusCategory: 'open',
    type: null,
    category: null,
    priority: 'normal',
    channel: 'ticket',
    serviceLine: null,
    language: 'en',
    queue: 'payments',
    customer: { id: 'cust_1', externalId: null, name: null },
    issueSummary: id,
    assignee: null,
    order: null,
    tags: [],
    sla: dueAt === null ? null : { resolution: { dueAt, state: 'running' } },
    taskId: null,
    createdAt: '2026-11-20T08:00:00.000Z',
    updatedAt: '2026-11-20T08:00:00.000Z',
    closedAt: null,
    ...more,
  }
}
const names = (rows: ListRow[]) =>
  rows.map((row) => (row.kind === 'group' ? `[${row.name} ${row.count}]` : row.ticket.id))

describe('rows by due time', () => {
  it('group by how soon, paused and solved last', () => {
    const tickets = [
      ticket('solved', -5, { statusCategory: 'solved' }),
      ticket('none', null),
      ticket('late', -30),
      ticket('tomorrow', 24 * 60),
      ticket('waiting', 5, { statusCategory: 'waiting' }),
      ticket('soon', 20),
      ticket('today', 300),
    ]
    expect(names(listRows([tickets], byDue, nowMs))).toEqual([
      '[hour 2]',
      'late',
      'soon',
      '[today 1]',
      'today',
      '[later 1]',
      'tomorrow',
      '[none 1]',
      'none',
      '[paused 1]',
      'waiting',
      '[done 1]',
      'solved',
    ])
  })

  it('break ties by priority, then by the longest wait', () => {
    const tickets = [
      ticket('young', 20, { createdAt: '2026-11-20T09:00:00.000Z' }),
      ticket('old', 20),
      ticket('urgent', 20, { priority: 'critical' }),
    ]
    expect(names(listRows([tickets], byDue, nowMs))).toEqual(['[hour 3]', 'urgent', 'old', 'young'])
  })

  it('never move rows above when a later page arrives', () => {
    const first = [ticket('a', 30), ticket('b', 10)]
    const one = names(listRows([first], byDue, nowMs))
    const two = names(listRows([first, [ticket('c', 1)]], byDue, nowMs))
    expect(two.slice(0, one.length)).toEqual(one)
    expect(two.at(-1)).toBe('c')
  })
})

describe('rows by what tickets have in common', () => {
  const nobody = ticket('nobody', 5)
  const annas = ticket('annas', null, { assignee: { id: 'agent_2', name: 'Anna' }, priority: 'critical' })
  const bens = ticket('bens', 90, { assignee: { id: 'agent_1', name: 'Ben' }, queue: 'frontline' })

  it('stand in the order of that, nobody first, each group in the order of the list', () => {
    const pages = [[bens, annas, nobody]]
    const rows = (shape: Parameters<typeof listRows>[1]) => names(listRows(pages, shape, nowMs))
    expect(rows({ order: 'newest', groupBy: 'assignee' })).toEqual([
      '[ 1]',
      'nobody',
      '[agent_2 1]',
      'annas',
      '[agent_1 1]',
      'bens',
    ])
    expect(rows({ order: 'newest', groupBy: 'priority' })).toEqual([
      '[critical 1]',
      'annas',
      '[normal 2]',
      'bens',
      'nobody',
    ])
    expect(rows({ order: 'due', groupBy: 'priority' })).toEqual([
      '[critical 1]',
      'annas',
      '[normal 2]',
      'nobody',
      'bens',
    ])
    expect(rows({ order: 'newest', groupBy: null })).toEqual(['bens', 'annas', 'nobody'])
  })

  it('count every page that is there', () => {
    const rows = listRows([[annas], [bens, nobody]], { order: 'newest', groupBy: 'queue' }, nowMs)
    expect(names(rows)).toEqual(['[frontline 1]', 'bens', '[payments 2]', 'annas', 'nobody'])
  })
})

describe('rows under a pointer', () => {
  const rowsOf = (...ids: string[]) => ids.map((id): ListRow => ({ kind: 'ticket', ticket: ticket(id, 10) }))

  it('keep their order, lose what is gone, and let new ones wait at the end', () => {
    expect(names(heldRows(rowsOf('a', 'b', 'c'), rowsOf('d', 'c', 'a')))).toEqual(['a', 'c', 'd'])
  })

  it('show the new content in the old place', () => {
    const fresh: ListRow[] = [{ kind: 'ticket', ticket: ticket('a', 10, { issueSummary: 'changed' }) }]
    expect(heldRows(rowsOf('a'), fresh)).toEqual(fresh)
  })
})
