import { expect, it } from 'vitest'
import { runKillStorm } from './kill-storm.ts'

it('keeps every answered ticket once and whole while Node, PostgreSQL and both are killed', async () => {
  const report = await runKillStorm({ creates: 2000, kills: 6, seed: 1 })
  expect(report).toMatchObject({
    acknowledged: 2000,
    tickets: 2000,
    killed: { node: 2, postgres: 2, both: 2 },
    lost: [],
    doubled: [],
    torn: [],
    changed: [],
    doctor: 0,
  })
}, 300_000)
