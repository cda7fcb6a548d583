import { describe, expect, it } from 'vitest'
import { searchOf, spanFault, spanOf } from '../../ui/report-time.ts'
import { type ReportFilter, reportQueryOf } from './report-filter.ts'

const nowMs = Date.parse('2026-11-20T15:30:00.000Z')
const filter: ReportFilter = {
  days: 30,
  from: null,
  to: null,
  queue: null,
  channel: null,
  serviceLine: null,
  agent: null,
  groupBy: 'queue',
  sort: 'created',
  isDescending: true,
}

describe('the time of a report', () => {
  it('is the last days with today', () => {
    expect(spanOf(filter, nowMs)).toEqual({ from: '2026-10-22', to: '2026-11-20' })
    expect(spanOf({ ...filter, days: 7 }, nowMs)).toEqual({ from: '2026-11-14', to: '2026-11-20' })
  })

  it('is the two days chosen, and a month back from the last when the first is open', () => {
    expect(spanOf({ ...filter, days: null, from: '2026-11-01', to: '2026-11-03' }, nowMs)).toEqual({
      from: '2026-11-01',
      to: '2026-11-03',
    })
    expect(spanOf({ ...filter, days: null, to: '2026-11-03' }, nowMs).from).toBe('2026-10-05')
  })

  it('cannot end before it begins', () => {
    expect(spanFault({ from: '2026-11-03', to: '2026-11-01' })).toBe('order')
    expect(spanFault({ from: '2026-11-03', to: '2026-11-03' })).toBeNull()
  })

  it('goes to the service with the filters', () => {
    expect(reportQueryOf({ ...filter, queue: 'payments' }, nowMs)).toMatchObject({
      queue: 'payments',
      groupBy: 'queue',
    })
  })
})

it('takes the search out of an address of rows', () => {
  expect(searchOf('/v1/tickets?q=created%3A2026-11-01..2026-11-20%20queue%3Apayments')).toBe(
    'created:2026-11-01..2026-11-20 queue:payments',
  )
})
