import { afterEach, expect, vi } from 'vitest'
import { soon } from '../../platform/testing/soon.ts'
import type { Desk, RouterWorld, SeenOffer } from './router-world.ts'

export { soon }

/** Opens desks that must keep their invariants: each is checked after the test that opened it. */
export function watchDesks(world: RouterWorld): RouterWorld['openDesk'] {
  const desks: Desk[] = []
  afterEach(async () => {
    for (const desk of desks.splice(0)) expect(await desk.brokenInvariants()).toEqual([])
  })
  return async (workflow) => {
    const desk = await world.openDesk(workflow)
    desks.push(desk)
    return desk
  }
}

/** The pending offers of a desk, as soon as there are this many. */
export function pending(desk: Desk, count: number): Promise<SeenOffer[]> {
  return vi.waitFor(async () => {
    const offers = await desk.offers('pending')
    expect(offers).toHaveLength(count)
    return offers
  }, soon)
}
