import { afterAll, describe, expect, it, vi } from 'vitest'
import { createWorkspace } from '../modules/access/index.ts'
import { openTriggeredCases } from '../modules/cases/index.ts'
import { createLog } from '../platform/log.ts'
import { createFeedFollower, type Following } from './feed-follower.ts'
import { noFigures } from './job-figures.ts'
import { openRouterWorld } from './testing/router-world.ts'
import { soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
afterAll(world.close)

function createFollower(following: Following, failed: string[] = []) {
  const { installation, feed } = world
  const figures = { ...noFigures, jobFailed: (job: string) => void failed.push(job) }
  return createFeedFollower({ installation, feed, log: createLog({ level: 'silent' }), figures, pollMs: 50 }, following)
}

describe('a follower of the log that is far behind', () => {
  it('ends at a stop with what it has in hand, and leaves the rest for its next start', async () => {
    await openDesk()
    let steps = 0
    const follow = async () => {
      steps++
      await new Promise((resolve) => setTimeout(resolve, 5))
      return false
    }
    const worker = createFollower({ job: 'endless', types: ['ticket.created'], follow })
    worker.start()
    await vi.waitUntil(() => steps > 2, soon)
    // Far longer than one step takes: a stop that waited it out would leave the follower at work behind it.
    await worker.stop(soon.timeout)
    const atStop = steps
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(steps).toBe(atStop)
  })
})

describe('a workspace whose first workflow is still to come', () => {
  it('is nothing that fails', async () => {
    await createWorkspace(world.installation, { slug: 'without-workflow', name: 'Test', purpose: 'live' })
    let looked = 0
    const failed: string[] = []
    const follow: Following['follow'] = async (context, to) => {
      looked++
      return openTriggeredCases(context, to)
    }
    const worker = createFollower({ job: 'case triggers', types: ['ticket.created'], follow }, failed)
    worker.start()
    await vi.waitUntil(() => looked > 0, soon)
    await worker.stop(soon.timeout)
    expect(failed).toEqual([])
  })
})
