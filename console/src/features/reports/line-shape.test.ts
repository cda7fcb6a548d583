import { beforeAll, describe, expect, it } from 'vitest'
import { spanBefore } from '../../ui/report-time.ts'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { pointsChange, relativeChange } from './change-text.ts'
import { areaPath, linePath, niceTop } from './line-shape.ts'

beforeAll(() => installWords('en', en))

describe('a line of days', () => {
  it('has a rounded top above its highest value, and room for a few', () => {
    expect([niceTop(0), niceTop(4), niceTop(5), niceTop(11), niceTop(48), niceTop(100), niceTop(101)]).toEqual([
      4, 4, 5, 20, 50, 100, 200,
    ])
  })

  it('begins at the start, ends at the end and breaks where nothing is known', () => {
    expect(linePath([0, 4, null, 2], 4)).toBe('M0 160L213.3 0M640 80')
    expect(linePath([3], 4)).toBe('M320 40')
    expect(areaPath([0, 4], 4)).toBe('M0 160L640 0L640 160L0 160Z')
    expect(areaPath([1], 4)).toBe('')
  })
})

describe('a change against the time before', () => {
  it('is a share of it, or points of a share; nothing without something to hold it against', () => {
    expect([relativeChange(12, 10), relativeChange(8, 10), relativeChange(10, 10)]).toEqual([
      { text: '+20 %', direction: 'up' },
      { text: '-20 %', direction: 'down' },
      { text: '0 %', direction: 'same' },
    ])
    expect([relativeChange(3, 0), relativeChange(null, 3), pointsChange(0.9, null, 'pts')]).toEqual([null, null, null])
    expect(pointsChange(0.95, 0.9, 'pts')).toEqual({ text: '+5 pts', direction: 'up' })
  })

  it('is held against as many days just before', () => {
    expect(spanBefore({ from: '2026-11-01', to: '2026-11-30' })).toEqual({ from: '2026-10-02', to: '2026-10-31' })
    expect(spanBefore({ from: '2026-03-01', to: '2026-03-01' })).toEqual({ from: '2026-02-28', to: '2026-02-28' })
  })
})
