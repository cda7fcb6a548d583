import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRepeatedWork } from './repeated-work.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

function open() {
  const turns: PromiseWithResolvers<void>[] = []
  const troubles: unknown[] = []
  const work = createRepeatedWork(
    () => {
      const turn = Promise.withResolvers<void>()
      turns.push(turn)
      return turn.promise
    },
    { afterMs: 100, onTrouble: (error) => troubles.push(error) },
  )
  return { work, turns, troubles }
}

describe('work that is asked for again and again', () => {
  it('is done once for all who asked before it begins', async () => {
    const { work, turns } = open()
    work.ask()
    work.ask()
    expect(turns).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(100)
    expect(turns).toHaveLength(1)
    turns[0]?.resolve()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(turns).toHaveLength(1)
  })

  it('is never done twice at a time, and rests four times as long as it took', async () => {
    const { work, turns } = open()
    work.ask()
    await vi.advanceTimersByTimeAsync(100)
    work.ask()
    await vi.advanceTimersByTimeAsync(500)
    expect(turns).toHaveLength(1)
    turns[0]?.resolve()
    await vi.advanceTimersByTimeAsync(1_900)
    work.ask()
    expect(turns).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(100)
    expect(turns).toHaveLength(2)
  })

  it('that fails is told, and done again when it is asked for', async () => {
    const { work, turns, troubles } = open()
    work.ask()
    await vi.advanceTimersByTimeAsync(100)
    turns[0]?.reject(new Error('The database is away.'))
    await vi.advanceTimersByTimeAsync(0)
    expect(troubles).toHaveLength(1)
    work.ask()
    await vi.advanceTimersByTimeAsync(100)
    expect(turns).toHaveLength(2)
  })
})
