import { describe, expect, it } from 'vitest'
import { countedBefore, lifeOf, whenCounted } from './clock-life.ts'
import { calendars, day, entry, minute } from './known-hazard.testing.ts'
import { placeAt } from './place-at.ts'

const place = { queue: 'payments', priority: 'high', serviceLine: null }
const known = { asOf: 100 * minute, calendars }

describe('the life of a clock', () => {
  it('counts without its pauses, and ends when it is fulfilled', () => {
    const life = lifeOf(
      [entry('start', 0), entry('pause', 10 * minute), entry('resume', 30 * minute), entry('fulfil', 50 * minute)],
      place,
      known,
    )
    expect(life).toMatchObject({ metric: 'firstResponse', unit: 'hours', place, startedAt: 0 })
    expect(life?.end).toEqual({ at: 50 * minute, isFulfilled: true })
    if (life === null) return
    expect([0, 5, 20, 40, 50, 90].map((at) => countedBefore(life, at * minute) / minute)).toEqual([
      0, 5, 10, 20, 30, 30,
    ])
    expect([0, 5, 10, 20, 30].map((ms) => whenCounted(life, ms * minute))).toEqual(
      [0, 5, 10, 40, 50].map((at) => at * minute),
    )
    expect(whenCounted(life, 31 * minute)).toBe(null)
  })

  it('is cut off by what calls it off, and by a target that counts something else', () => {
    const end = (...more: Parameters<typeof entry>) => lifeOf([entry('start', 0), entry(...more)], place, known)?.end
    expect(end('cancel', 9 * minute)).toEqual({ at: 9 * minute, isFulfilled: false })
    expect(end('not_applicable', 9 * minute)).toEqual({ at: 9 * minute, isFulfilled: false })
    expect(end('retarget', 9 * minute, { targetMs: 2 * day, inDays: true })).toEqual({
      at: 9 * minute,
      isFulfilled: false,
    })
    expect(end('retarget', 9 * minute, { targetMs: 5 * minute })).toBe(null)
  })

  it('ends the first time: what a reopened clock counts on is another story', () => {
    const ledger = [entry('start', 0), entry('fulfil', 10 * minute), entry('resume', 20 * minute)]
    expect(lifeOf(ledger, place, known)?.end).toEqual({ at: 10 * minute, isFulfilled: true })
  })

  it('counts working days where its target does', () => {
    const monday = Date.UTC(2026, 0, 5, 9)
    const inDays = { calendar: 'office', targetMs: 2 * day, inDays: true } as const
    const ledger = [entry('start', monday, inDays), entry('fulfil', monday + day + 4 * 60 * minute, inDays)]
    const life = lifeOf(ledger, place, { asOf: monday + 2 * day, calendars })
    expect(life?.unit).toBe('days')
    expect(life === null ? null : countedBefore(life, life.end?.at ?? 0)).toBe(1.5 * day)
  })

  it('is not told before it begins, where nobody saw it begin, nor where its hours are not known any more', () => {
    expect(lifeOf([entry('start', 101 * minute)], place, known)).toBe(null)
    expect(lifeOf([entry('start', 0, { calendar: 'gone' })], place, known)).toBe(null)
    expect(lifeOf([], place, known)).toBe(null)
    expect(lifeOf([entry('start', 0, { reason: 'attached_late' })], place, known)).toBe(null)
  })
})

describe('the place of a clock', () => {
  it('is what was told of its ticket until it began, the latest of each', () => {
    const nothing = { queue: null, priority: null, serviceLine: null }
    const facts = [
      { ...nothing, at: 0, priority: 'normal', serviceLine: 'care' },
      { ...nothing, at: 0, queue: 'frontline', priority: 'normal' },
      { ...nothing, at: 5, priority: 'high' },
      { ...nothing, at: 6, queue: 'payments' },
    ]
    expect(placeAt(facts, 0)).toEqual({ queue: 'frontline', priority: 'normal', serviceLine: 'care' })
    expect(placeAt(facts, 5)).toEqual({ queue: 'frontline', priority: 'high', serviceLine: 'care' })
    expect(placeAt(facts, 6)).toEqual({ queue: 'payments', priority: 'high', serviceLine: 'care' })
    expect(placeAt([], 6)).toEqual(nothing)
  })
})
