import { afterAll, describe, expect, it, vi } from 'vitest'
import { createLog } from '../platform/log.ts'
import { createFeedFollower } from './feed-follower.ts'
import { openRouterWorld } from './testing/router-world.ts'
import { soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
afterAll(world.close)

describe('a follower of the log that is far behind', () => {
  it('ends at a stop with what it has in hand, and leaves the rest for its next start', async () => {
    await openDesk()
    let steps = 0
    const follow = async () => {
      steps++
      await new Promise((resolve) => setTimeout(resolve, 5))
      return false
    }
    const { installation, feed } = world
    const options = { installation, feed, log: createLog({ level: 'silent' }), pollMs: 50 }
    const worker = createFeedFollower(options, { job: 'endless', types: ['ticket.created'], follow })
    worker.start()
    await vi.waitUntil(() => steps > 2, soon)
    // Far longer than one step takes: a stop that waited it out would leave the follower at work behind it.
    await worker.stop(soon.timeout)
    const atStop = steps
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(steps).toBe(atStop)
  })
})
