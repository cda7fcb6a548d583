import { afterAll, expect, it, vi } from 'vitest'
import { openRouterWorld } from '../../jobs/testing/router-world.ts'
import { soon } from '../../platform/testing/soon.ts'
import { declineOffer } from './index.ts'

const world = await openRouterWorld()
afterAll(world.close)

it('ends an offer at one instant, from which the cool-down counts, however long the transaction takes', async () => {
  const desk = await world.openDesk()
  const agentId = await desk.addAgent()
  await desk.addTicket()
  const router = world.startRouter()
  const offer = await vi.waitFor(async () => {
    const [pending] = await desk.offers('pending')
    if (pending === undefined) throw new Error('Nothing is offered yet.')
    return pending
  }, soon)
  await router.stop(1_000)
  let now = desk.context.now()
  const slow = { ...desk.context, now: () => (now += 1_000) }
  await declineOffer(slow, { offerId: offer.id, reason: null, code: null })
  const [row] = await world.query<{ endedAt: number; until: number }>(
    `select offers.ended_at as "endedAt", (tasks.exclusions ->> $2)::bigint as until
     from offers
     join tasks on tasks.workspace_id = offers.workspace_id and tasks.id = offers.task_id
     where offers.workspace_id = $1`,
    [desk.context.workspace.id, agentId],
  )
  expect(row?.until).toBe((row?.endedAt ?? 0) + 10 * 60_000)
})
