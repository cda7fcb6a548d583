import type { Listing, QueueFigures, Task } from '@switchyard/sdk'
import type { Random } from '../seed/random.ts'
import type { DemoApi } from './demo-api.ts'
import type { DemoWorld } from './demo-world.ts'
import { drawMs, spreads } from './durations.ts'

const lookEveryMs = 45_000
/** A person does not look more often, however fast the demo runs. */
const lookAtMostEveryMs = 1_500
const chances = { raise: 0.5, park: 0.15 }

/** Looks at the queue where somebody waits longest; now and then raises a priority, or parks a task for a while. */
export async function supervise(world: DemoWorld): Promise<void> {
  const { pace, stories } = world
  const random = world.newRandom()
  while (!pace.signal.aborted) {
    await pace.waitForServer(Math.max(lookAtMostEveryMs, lookEveryMs / pace.speed))
    const waiting = await longestWaiting(world)
    const [first] = waiting
    if (first === undefined) continue
    if (random.next() < chances.raise) await raise(world, first)
    if (random.next() < chances.park) {
      const chosen = random.pick(waiting)
      stories.begin(() => park(world, chosen, random))
    }
  }
}

/** What waits in the queue with the longest wait, as far as it came with the demo. */
async function longestWaiting({ api, visits }: DemoWorld): Promise<Task[]> {
  const queues = await api.ask<Listing<QueueFigures>>({ method: 'GET', path: '/v1/queues' })
  const [longest] = (queues?.data ?? []).toSorted((a, b) => b.longestWaitMs - a.longestWaitMs)
  if (longest === undefined || longest.waiting === 0) return []
  const path = `/v1/queues/${longest.slug}/tasks`
  const tasks = await api.ask<Listing<Task>>({ method: 'GET', path, query: { limit: 50 } })
  return (tasks?.data ?? []).filter(({ state, ticketId }) => state === 'waiting' && visits.has(ticketId))
}

async function raise({ api, tally }: DemoWorld, { ticketId, priority }: Task): Promise<void> {
  if (priority !== 'low' && priority !== 'normal') return
  const path = `/v1/tickets/${ticketId}`
  if ((await api.ask({ method: 'PATCH', path, body: { priority: 'high' } })) !== null) tally.counts.raised++
}

async function park({ api, pace, tally, parked }: DemoWorld, { id }: Task, random: Random): Promise<void> {
  const body = { reason: 'awaiting_information' }
  if ((await api.ask({ method: 'POST', path: `/v1/tasks/${id}/park`, body })) === null) return
  tally.counts.parked++
  parked.add(id)
  await pace.wait(drawMs(random, spreads.parked))
  await unpark(api, parked, id)
}

/** Lets a parked task wait on. */
export async function unpark(api: DemoApi, parked: Set<string>, taskId: string): Promise<void> {
  if (!parked.delete(taskId)) return
  await api.ask({ method: 'POST', path: `/v1/tasks/${taskId}/unpark` })
}
