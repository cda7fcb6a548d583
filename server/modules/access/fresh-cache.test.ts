import { describe, expect, it } from 'vitest'
import { createFreshCache } from './fresh-cache.ts'

function counted() {
  let loads = 0
  return { load: () => Promise.resolve(++loads), loads: () => loads }
}

describe('a fresh cache', () => {
  it('shares one load among callers of the same moment', async () => {
    const { load, loads } = counted()
    const cache = createFreshCache<number>(10)
    await Promise.all(Array.from({ length: 50 }, () => cache.get('key', 0, load)))
    expect(loads()).toBe(1)
  })

  it('never gives an answer that is 900 ms old, counted from the start of its load', async () => {
    const { load } = counted()
    const cache = createFreshCache<number>(10)
    expect(await cache.get('key', 1_000, load)).toBe(1)
    expect(await cache.get('key', 1_449, load)).toBe(1)
    expect(await cache.get('key', 2_400, load)).toBe(2)
  })

  it('renews in the background before that, so that a steady caller never waits', async () => {
    const { load, loads } = counted()
    const cache = createFreshCache<number>(10)
    await cache.get('key', 0, load)
    expect(await cache.get('key', 450, load)).toBe(1)
    await expect.poll(() => cache.get('key', 899, load)).toBe(2)
    expect(loads()).toBe(2)
  })

  it('loads anew when the clock was set back', async () => {
    const { load } = counted()
    const cache = createFreshCache<number>(10)
    await cache.get('key', 1_000, load)
    expect(await cache.get('key', 999, load)).toBe(2)
  })

  it('keeps no failure, and outlives one of the background', async () => {
    const cache = createFreshCache<number>(10)
    const fail = () => Promise.reject(new Error('down'))
    await expect(cache.get('key', 0, fail)).rejects.toThrow('down')
    expect(await cache.get('key', 0, () => Promise.resolve(1))).toBe(1)
    expect(await cache.get('key', 500, fail)).toBe(1)
    expect(await cache.get('key', 600, fail)).toBe(1)
    await expect(cache.get('key', 900, fail)).rejects.toThrow('down')
  })

  it('forgets what matches', async () => {
    const { load } = counted()
    const cache = createFreshCache<number>(10)
    await cache.get('one', 0, load)
    await cache.get('two', 0, load)
    cache.forget((value) => value === 1)
    expect(await cache.get('two', 1, load)).toBe(2)
    expect(await cache.get('one', 1, load)).toBe(3)
  })

  it('does not take back what it forgot from loads that were under way', async () => {
    const cache = createFreshCache<string>(10)
    const first = Promise.withResolvers<string>()
    const renewal = Promise.withResolvers<string>()
    const early = cache.get('first', 500, () => first.promise)
    await cache.get('renewed', 0, () => Promise.resolve('old'))
    await cache.get('renewed', 500, () => renewal.promise)
    cache.forget((value) => value === 'old')
    first.resolve('old')
    renewal.resolve('old')
    expect(await early).toBe('old')
    await renewal.promise
    const fresh = () => Promise.resolve('new')
    expect([await cache.get('first', 501, fresh), await cache.get('renewed', 501, fresh)]).toEqual(['new', 'new'])
  })

  it('drops the oldest beyond its size', async () => {
    const { load, loads } = counted()
    const cache = createFreshCache<number>(2)
    for (const key of ['one', 'two', 'three']) await cache.get(key, 0, load)
    await cache.get('three', 1, load)
    await cache.get('two', 1, load)
    expect(loads()).toBe(3)
    await cache.get('one', 1, load)
    expect(loads()).toBe(4)
  })
})
