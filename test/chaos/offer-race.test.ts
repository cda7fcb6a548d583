import { afterAll, expect, it } from 'vitest'
import { openRouterWorld } from '../../server/jobs/testing/router-world.ts'
import { accepts, raceForOffers } from './offer-race.ts'

const world = await openRouterWorld()
afterAll(world.close)

const rounds = 40

it('ends an offer once, with every answer the same, when everybody answers it at once', async () => {
  const report = await raceForOffers(world, { rounds, seed: 1 })
  expect(report).toMatchObject({ rounds, disagreed: [] })
  expect(report.answers).toBeGreaterThanOrEqual(rounds * accepts)
  expect(Object.keys(report.ends).length).toBeGreaterThan(2)
}, 240_000)
