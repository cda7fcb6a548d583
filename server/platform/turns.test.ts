import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.ts'

describe('turns', () => {
  it('run as many pieces of work as allowed, keep some waiting and send the rest away', async () => {
    const turns = createTurns({ running: 2, waiting: 3 })
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
    let running = 0
    let most = 0
    const taken = gates.map((gate) =>
      turns.take(async () => {
        most = Math.max(most, ++running)
        await gate.promise
        running--
      }),
    )
    expect(taken).not.toContain(null)
    expect(turns.take(() => Promise.resolve())).toBeNull()
    for (const gate of gates) gate.resolve()
    await Promise.all(taken.map(async (turn) => turn))
    expect(most).toBe(2)
  })

  it('go on after work that failed', async () => {
    const turns = createTurns({ running: 1, waiting: 1 })
    const failed = turns.take(() => Promise.reject(new Error('no')))
    const next = turns.take(() => Promise.resolve('done'))
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('done')
    expect(await turns.take(() => Promise.resolve('again'))).toBe('again')
  })
})
