import { expect, it } from 'vitest'
import { faultsOf, fullScale, runWebhooks } from './webhooks.ts'

it('tells endpoints in order and signed, whoever hangs beside them, is away, or is killed', async () => {
  const scale = {
    ...fullScale,
    eventsPerSecond: 40,
    seconds: 2,
    endpoints: 12,
    failing: 120,
    rotations: 10,
    rotationPostsPerSecond: 60,
    backlog: 400,
    kills: 1,
    ratePerSecond: 100,
  }
  const report = await runWebhooks(scale)
  // Times are judged by the whole run, on a machine that has nothing else to do.
  expect(faultsOf(scale, report, { isQuiet: false })).toEqual([])
}, 300_000)
