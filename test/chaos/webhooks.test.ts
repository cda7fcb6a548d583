import { expect, it } from 'vitest'
import { faultsOf, fullScale, runWebhooks } from './webhooks.ts'

it('tells endpoints in order and signed, whoever hangs beside them, is away, or is killed', async () => {
  const report = await runWebhooks({
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
  })
  // Times are judged by the whole run, on a machine that has nothing else to do.
  expect(faultsOf(report, { isQuiet: false })).toEqual([])
}, 300_000)
