import { afterAll, expect, it } from 'vitest'
import { openRouterWorld } from '../../server/jobs/testing/router-world.ts'
import { accepts, certainEnds, raceForOffers } from './offer-race.ts'

const world = await openRouterWorld()
afterAll(world.close)

const rounds = 20

it('ends an offer once, with every answer the same, when everybody answers it at once', async () => {
  const report = await raceForOffers(world, { rounds, seed: 1 })
  expect(report).toMatchObject({ rounds, disagreed: [] })
  expect(report.answers).toBeGreaterThanOrEqual(rounds * accepts)
  // The first four rounds bring one of each about.
  expect(report.ends).toMatchObject(Object.fromEntries(certainEnds.map((end) => [end, expect.any(Number)])))
}, 240_000)
