import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLog } from '../platform/log.ts'
import { createLoop, within } from './loop.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

function open(turn: () => Promise<number | undefined>, gatherMs = 0) {
  const logged: Record<string, unknown>[] = []
  const log = createLog({ level: 'debug', write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) })
  return { loop: createLoop({ name: 'test', turn, pollMs: 500, gatherMs, log }), logged }
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a loop', () => {
  it('turns at a steady pace, and sooner when a turn asks for it', async () => {
    const answers = [undefined, undefined, 20, undefined]
    let turns = 0
    const { loop } = open(async () => answers[turns++])
    loop.start()
    await pass(0)
    expect(turns).toBe(1)
    await pass(499)
    expect(turns).toBe(1)
    await pass(1)
    expect(turns).toBe(2)
    await pass(500)
    expect(turns).toBe(3)
    await pass(20)
    expect(turns).toBe(4)
    await loop.stop(0)
  })

  it('turns at once when woken, also by a wake-up during a turn', async () => {
    let turns = 0
    const { loop } = open(async () => {
      turns += 1
      if (turns === 2) loop.wake()
      return undefined
    })
    loop.start()
    await pass(0)
    loop.wake()
    await pass(0)
    expect(turns).toBe(3)
    await pass(100)
    expect(turns).toBe(3)
    await loop.stop(0)
  })

  it('gathers wake-ups that follow each other closely into one turn', async () => {
    let turns = 0
    const { loop } = open(async () => {
      turns += 1
      return undefined
    }, 5)
    loop.start()
    await pass(0)
    loop.wake()
    await pass(4)
    loop.wake()
    expect(turns).toBe(1)
    await pass(1)
    expect(turns).toBe(2)
    await pass(100)
    loop.wake()
    await pass(0)
    expect(turns).toBe(3)
    await loop.stop(0)
  })

  it('outlives errors: logs each and pauses, longer each time, whatever wakes it', async () => {
    let turns = 0
    const { loop, logged } = open(async () => {
      turns += 1
      if (turns <= 3) throw new Error('away')
      return undefined
    })
    loop.start()
    await pass(0)
    loop.wake()
    await pass(99)
    expect(turns).toBe(1)
    await pass(1)
    expect(turns).toBe(2)
    await pass(199)
    expect(turns).toBe(2)
    await pass(1)
    expect(turns).toBe(3)
    await pass(400)
    expect(turns).toBe(4)
    expect(logged.map((line) => [line['event'], line['job']])).toEqual(Array(3).fill(['job.failed', 'test']))
    await loop.stop(0)
  })

  it('that stops lets the turn under way end and begins no other', async () => {
    let turns = 0
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const { loop } = open(() => {
      turns += 1
      return promise
    })
    loop.start()
    await pass(0)
    let isStopped = false
    const stopping = loop.stop(1_000).then(() => (isStopped = true))
    await pass(500)
    expect(isStopped).toBe(false)
    resolve(undefined)
    await stopping
    loop.wake()
    await pass(10_000)
    expect(turns).toBe(1)
  })

  it('that stops does not wait for ever', async () => {
    const { loop } = open(() => new Promise(() => undefined))
    loop.start()
    const stopping = loop.stop(1_000)
    await pass(1_000)
    await stopping
  })
})

describe('within', () => {
  it('tells whether the work ended in time', async () => {
    expect(await within(1_000, Promise.resolve())).toBe(true)
    const late = within(1_000, new Promise(() => undefined))
    await pass(1_000)
    expect(await late).toBe(false)
  })
})
