import { describe, expect, it } from 'vitest'
import {
  afterIdlePause,
  type EndpointHealth,
  type EndpointSign,
  freshHealth,
  isGivenUp,
  noteAttempt,
} from './endpoint-health.ts'

const start = Date.UTC(2026, 10, 20, 9)
const hourMs = 3_600_000

function after(signs: readonly EndpointSign[], { stepMs = 1_000, from = freshHealth } = {}): EndpointHealth {
  return signs.reduce(
    (health, sign, index) => noteAttempt(health, { sign, isProbe: false }, start + index * stepMs),
    from,
  )
}
const failures = (count: number) => Array.from({ length: count }, (): EndpointSign => 'failure')

describe('the breaker of an endpoint', () => {
  it('opens at ten failures in a row, for 30 s', () => {
    expect(after(failures(9), { stepMs: 60_000 }).probeAt).toBeNull()
    expect(after(failures(10), { stepMs: 60_000 })).toMatchObject({ pauses: 1, probeAt: start + 9 * 60_000 + 30_000 })
  })

  it('opens when 70 % of ten attempts within five minutes failed, and not for fewer', () => {
    const mixed: EndpointSign[] = [...failures(4), 'success', 'success', 'success', ...failures(3)]
    expect(after(mixed).probeAt).not.toBeNull()
    expect(after(mixed.slice(0, 9)).probeAt).toBeNull()
    expect(after([...failures(4), 'success', 'success', 'success', 'success', ...failures(2)]).probeAt).toBeNull()
    expect(after(mixed, { stepMs: 70_000 }).probeAt).toBeNull()
  })

  it('doubles its pause with each failed probe up to ten minutes; what was under way counts for nothing', () => {
    let health = after(failures(10))
    const opened = health.probeAt ?? 0
    expect(noteAttempt(health, { sign: 'failure', isProbe: false }, start + 20_000).probeAt).toBe(opened)
    const pauses: number[] = []
    for (let count = 0; count < 6; count++) {
      const now = health.probeAt ?? 0
      health = noteAttempt(health, { sign: 'failure', isProbe: true }, now)
      pauses.push(((health.probeAt ?? 0) - now) / 1000)
    }
    expect(pauses).toEqual([60, 120, 240, 480, 600, 600])
  })

  it('closes when anything gets through, and the failures before count no more', () => {
    const open = after(failures(30))
    const closed = noteAttempt(open, { sign: 'success', isProbe: true }, start + 60_000)
    expect(closed).toMatchObject({ probeAt: null, failures: 0, pauses: 0, firstFailedAt: null })
    expect(noteAttempt(closed, { sign: 'failure', isProbe: false }, start + 61_000).probeAt).toBeNull()
  })

  it('takes 429 as a sign of life and no more', () => {
    const open = after(failures(12))
    const alive = noteAttempt(open, { sign: 'alive', isProbe: true }, start + 60_000)
    expect(alive).toMatchObject({ probeAt: null, failures: 0, pauses: 1, firstFailedAt: start, succeededAt: null })
  })

  it('opens for longer at the first failure after a pause in which nothing waited', () => {
    const idle = afterIdlePause(after(failures(10)))
    expect(idle.probeAt).toBeNull()
    expect(noteAttempt(idle, { sign: 'failure', isProbe: false }, start)).toMatchObject({
      pauses: 2,
      probeAt: start + 60_000,
    })
  })
})

describe('an endpoint', () => {
  it('is given up after 120 hours of at least ten failures and no success', () => {
    const down = after(failures(10), { stepMs: hourMs })
    expect(isGivenUp(down, start + 120 * hourMs - 1)).toBe(false)
    expect(isGivenUp(down, start + 120 * hourMs)).toBe(true)
    expect(isGivenUp(after(failures(9), { stepMs: hourMs }), start + 200 * hourMs)).toBe(false)
    expect(isGivenUp(after([...failures(12), 'success']), start + 200 * hourMs)).toBe(false)
    expect(isGivenUp(freshHealth, start)).toBe(false)
  })
})
