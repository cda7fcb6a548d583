import { expect, it } from 'vitest'
import { runTimers } from './timers.ts'

it('fires every timer exactly once and none early, whichever process is killed', async () => {
  const report = await runTimers({ timers: 2_000, seconds: 4, kills: 2 })
  expect(report).toMatchObject({ fired: 2_000, twice: 0, early: 0, kills: 2 })
}, 300_000)
