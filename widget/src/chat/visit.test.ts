import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepText } from './kept.ts'
import { randomText } from './memory.ts'
import { visitOf } from './visit.ts'

const hour = 3_600_000
const nowhere = () => keepText({}, 'visit')

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

describe('the name of a visit', () => {
  it('stays for a day, and is another one then', () => {
    const kept = nowhere()
    const first = visitOf(kept, randomText)
    // As the service takes it.
    expect(first).toMatch(/^[A-Za-z0-9_-]{22,64}$/)
    expect(kept.read()).toBe(first)
    vi.setSystemTime(Date.now() + 24 * hour - 1)
    expect(visitOf(kept, randomText)).toBe(first)
    vi.setSystemTime(Date.now() + 1)
    expect(visitOf(kept, randomText)).not.toBe(first)
  })

  it('is another one for each visitor, and is drawn anew for what is no name', () => {
    expect(visitOf(nowhere(), randomText)).not.toBe(visitOf(nowhere(), randomText))
    const kept = nowhere()
    kept.write('x')
    expect(visitOf(kept, randomText)).toMatch(/^\d{13}-[A-Za-z0-9_]{24}$/)
  })
})
