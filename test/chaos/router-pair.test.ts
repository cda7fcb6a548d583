import { expect, it } from 'vitest'
import { standardLease } from '../../server/jobs/router.ts'
import { ticketsAtKill } from './pair-kill.ts'
import { runRouterPair } from './router-pair.ts'

it('goes on routing when the active one of two processes is killed amid its work, with nothing lost or doubled', async () => {
  const { leaseMs, renewMs } = standardLease
  const report = await runRouterPair({ kills: 2, tickets: 8 })
  const clean = { lost: [], doubled: [], forgotten: [], doctor: 0 }
  expect(report).toMatchObject({ ...clean, tickets: 3 * 8 + 2 * ticketsAtKill, takeovers: 3 })
  expect(report.kills).toHaveLength(2)
  for (const { pauseMs, leaseLeftMs, takenAfterMs, pending, waiting } of report.kills) {
    expect(pending).toBeGreaterThan(0)
    expect(waiting).toBeGreaterThan(0)
    // What is left of a lease and a look later is what a pause may last, and a second of five is left to make offers.
    expect(leaseLeftMs).toBeLessThanOrEqual(leaseMs)
    expect(takenAfterMs).toBeGreaterThanOrEqual(0)
    expect(leaseMs + renewMs).toBeLessThanOrEqual(4_000)
    // At full scale the harness asks for 5 s; here the machine may have much else to do.
    expect(pauseMs).toBeLessThan(15_000)
  }
}, 300_000)
