import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openVisit } from './visit.ts'

const hour = 3_600_000

/** A browser's storage, as far as it is used. */
function storageWith(texts = new Map<string, string>()): Storage {
  return {
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => void texts.set(name, text),
  } as unknown as Storage
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

describe('the name of a visit', () => {
  it('stays for a day, over loads of the page, and is another one then', () => {
    const storage = storageWith()
    const first = openVisit(storage, 'home.live-chat')()
    expect(first).toMatch(/^[A-Za-z0-9_-]{22,64}$/)
    vi.setSystemTime(Date.now() + 23 * hour)
    expect(openVisit(storage, 'home.live-chat')()).toBe(first)
    vi.setSystemTime(Date.now() + hour)
    expect(openVisit(storage, 'home.live-chat')()).not.toBe(first)
  })

  it('is another one for each channel', () => {
    const storage = storageWith()
    expect(openVisit(storage, 'home.live-chat')()).not.toBe(openVisit(storage, 'other.live-chat')())
  })

  it('lasts as long as the page where nothing can be kept, and is drawn anew for what is no name', () => {
    const visit = openVisit(null, 'home.live-chat')
    expect(visit()).toBe(visit())
    const broken = storageWith(new Map([['switchyard.visit.home.live-chat', 'x']]))
    expect(openVisit(broken, 'home.live-chat')()).toMatch(/^[A-Za-z0-9_-]{24}$/)
  })
})
