import { afterEach, expect, vi } from 'vitest'
import type { Desk, RouterWorld, SeenOffer } from './router-world.ts'

/** Enough for a router in this process to do what it will, and no pause when it has. */
export const soon = { timeout: 60_000, interval: 10 }

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
