import { expect, it } from 'vitest'
import { runTimers } from './timers.ts'

it('fires every timer exactly once and none early, whichever process is killed', async () => {
  const report = await runTimers({ timers: 2_000, seconds: 4, tickets: 60, kills: 2 })
  expect(report).toMatchObject({ fired: 2_000, twice: 0, early: 0, kills: 2 })
  expect(report.clocks).toMatchObject({ clocks: 120, missing: 0, twice: 0, early: 0 })
  // The resolution of every ticket, and the first response of at least those that nobody answered.
  expect(report.clocks.passed).toBeGreaterThan(60 * 3 + 30 * 3)
}, 300_000)
