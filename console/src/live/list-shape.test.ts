import type { View } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { shapeOf } from './list-shape.ts'

const view = (more: Partial<View>): View => ({
  id: 'view_1',
  slug: null,
  name: 'Refunds',
  hasOwnName: true,
  icon: 'star',
  q: '',
  sort: 'newest',
  columns: [],
  groupBy: null,
  sharedWith: 'nobody',
  teams: [],
  isOwn: true,
  canEdit: true,
  version: 1,
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z',
  ...more,
})

describe('the shape of a list', () => {
  it('is the view’s, but for an order chosen on the screen', () => {
    expect(shapeOf(view({}), undefined)).toEqual({ order: 'newest', groupBy: null, columns: [] })
    expect(shapeOf(view({ sort: 'relevance', groupBy: 'queue' }), 'due')).toMatchObject({
      order: 'due',
      groupBy: 'queue',
    })
    expect(shapeOf(view({ columns: ['status', 'number'] }), undefined).columns).toEqual(['status', 'number'])
  })

  it('is by due time where no view says otherwise', () => {
    expect(shapeOf(undefined, undefined)).toEqual({ order: 'due', groupBy: 'due', columns: [] })
    expect(shapeOf(undefined, 'newest')).toEqual({ order: 'newest', groupBy: null, columns: [] })
  })

  it('leaves out what this screen does not know, and never shows a clock alone', () => {
    expect(shapeOf(view({ columns: ['mood', 'tags'], groupBy: 'mood' }), undefined)).toMatchObject({
      columns: ['tags'],
      groupBy: null,
    })
    expect(shapeOf(view({ columns: ['due'] }), undefined).columns).toEqual(['number', 'due'])
  })
})
