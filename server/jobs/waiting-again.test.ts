import { afterAll, describe, expect, it, vi } from 'vitest'
import { acceptOffer, parkTask, requeueTask, unparkTask } from '../modules/handling/index.ts'
import { declineOffer } from '../modules/routing/index.ts'
import { change } from './testing/overflowing.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openDesk = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const pass = (ms: number) => {
  world.advance(ms)
  router.wake()
}
const onePending = async (desk: Desk) => {
  const [offer] = await pending(desk, 1)
  if (offer === undefined) throw new Error('There was one a moment ago.')
  return offer
}

describe('who turned a task down', () => {
  it('is asked again after the time that the queue says', async () => {
    const times = 'label: Frontline\n      declineCooldown: 2m\n      missCooldown: 5m\n'
    const desk = await openDesk(change('label: Frontline\n', times))
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    const first = await onePending(desk)
    await declineOffer(desk.context, { offerId: first.id, reason: null, code: null })
    pass(2 * 60_000)
    const second = await vi.waitFor(async () => {
      const offer = await onePending(desk)
      expect(offer).toMatchObject({ agentId, ticketId })
      return offer
    }, soon)
    pass(60_000)
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('offer.expired'), soon)
    const [missed] = await world.query<{ asideMs: number }>(
      `select ((task.exclusions ->> $2)::bigint - extract(epoch from offer.ended_at) * 1000)::integer as "asideMs"
       from tasks as task
       join offers as offer on offer.workspace_id = task.workspace_id and offer.task_id = task.id
       where offer.id = $1`,
      [second.id, agentId],
    )
    expect(missed).toEqual({ asideMs: 300_000 })
  })
})

describe('a wait after work', () => {
  const twoHours = change('maxWait: 14d\n      lastAgent: 10m', 'maxWait: 2h\n      lastAgent: 10m')

  it('may last as long as the first one, at its old rank', async () => {
    const desk = await openDesk(twoHours)
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    const { enteredAt } = await desk.taskOf(ticketId)
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    pass(5 * 3_600_000)
    await desk.setPresence(agentId, 'away')
    const { id: taskId } = await desk.taskOf(ticketId)
    await requeueTask(desk.context, { taskId })
    const other = await desk.addAgent()
    expect(await onePending(desk)).toMatchObject({ agentId: other, ticketId })
    expect(await desk.taskOf(ticketId)).toMatchObject({ enteredAt })
    await desk.setPresence(other, 'away')
    await vi.waitFor(async () => expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'waiting' }), soon)
    pass(2 * 3_600_000)
    await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.expired'), soon)
  })

  it('begins with the end of a park', async () => {
    const desk = await openDesk(twoHours)
    const ticketId = await desk.addTicket()
    const { id: taskId } = await desk.taskOf(ticketId)
    await parkTask(desk.context, { taskId, reason: 'known_outage' })
    pass(5 * 3_600_000)
    await unparkTask(desk.context, { taskId })
    const agentId = await desk.addAgent()
    expect(await onePending(desk)).toMatchObject({ agentId, ticketId })
    expect(await desk.eventTypes()).not.toContain('task.expired')
  })
})
