import { describe, expect, it } from 'vitest'
import { changesOf, trailQueryOf } from './audit-filter.ts'
import type { AuditFilter } from './audit-filter.ts'

const filter: AuditFilter = { tab: 'trail', actor: null, subject: null, type: null, from: null, to: null }

describe('the trail', () => {
  it('is asked for whole days, the last one with all its hours', () => {
    expect(trailQueryOf({ ...filter, from: '2026-11-20', to: '2026-11-20', type: 'token.revoked' })).toEqual({
      actor: null,
      subject: null,
      type: 'token.revoked',
      from: '2026-11-20T00:00:00.000Z',
      to: '2026-11-21T00:00:00.000Z',
    })
    expect(trailQueryOf(filter)).toMatchObject({ from: null, to: null })
  })

  it('tells before and after, and what else a row says', () => {
    expect(changesOf({ from: 'created', to: 'classified', changed: ['queue'] })).toEqual([
      { name: 'from → to', before: 'created', after: 'classified' },
      { name: 'changed', before: null, after: '["queue"]' },
    ])
    expect(changesOf({ from: null, to: 'assigned' })).toEqual([{ name: 'from → to', before: null, after: 'assigned' }])
    expect(changesOf({})).toEqual([])
    const values = [
      { name: 'priority', from: 'normal', to: 'high' },
      { name: 'category', from: 'infrastructure', to: null },
    ]
    expect(changesOf({ changed: ['priority', 'category', 'tags'], values })).toEqual([
      { name: 'priority', before: 'normal', after: 'high' },
      { name: 'category', before: 'infrastructure', after: '–' },
      { name: 'changed', before: null, after: '["priority","category","tags"]' },
    ])
  })
})
