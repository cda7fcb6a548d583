import { afterAll, describe, expect, it } from 'vitest'
import { rowsRead } from '../../database/testing/rows-read.ts'
import { claimDeliveries, recordAttempts } from './index.ts'
import { openDeliveryWorld } from './testing/delivery-world-store.ts'
import { answered, openWebhookDesk } from './testing/webhook-world.ts'

const world = await openDeliveryWorld()
afterAll(world.close)

/** Makes every event of the desk that an endpoint waits for stand there so many times more. */
const multiply = (webhookId: string, times: number) =>
  world.query(
    `insert into deliveries (workspace_id, id, ticket_id, event_id, sequence, type, url, owner_kind, owner_id, body,
       endpoint_id, order_key, next_attempt_at, created_at)
     select workspace_id, gen_random_uuid(), ticket_id, gen_random_uuid(), sequence, type, url, owner_kind, owner_id,
       body, endpoint_id, gen_random_uuid(), next_attempt_at, created_at
     from deliveries, generate_series(1, $2) where endpoint_id = $1`,
    [webhookId, times],
  )

describe('a long queue at one endpoint', () => {
  it('that takes what it gets at once keeps no other endpoint of the workspace waiting', async () => {
    const desk = await openWebhookDesk(world)
    const busy = await desk.subscribe()
    await desk.happen()
    await desk.fanOut()
    await multiply(busy.id, 2_000)
    const quiet = await desk.subscribe({ url: 'https://hooks.example.com/b' })
    await desk.happen()
    await desk.fanOut()
    // Every turn finds room at the busy endpoint: what it got has been taken meanwhile.
    const first = await desk.answer(200)
    expect(first.map((delivery) => delivery.webhookId)).toContain(quiet.id)
  })

  it('is not read through for what is taken of it, though the planner knows nothing of it', async () => {
    const desk = await openWebhookDesk(world)
    const { id } = await desk.subscribe()
    await desk.happen()
    await desk.fanOut()
    await multiply(id, 3_000)
    const reads = await desk.context.transaction(async (tx) => {
      const inside = desk.context.within(tx)
      const before = await rowsRead(tx, 'deliveries')
      const claimed = await claimDeliveries(inside, { limit: 8 })
      expect(claimed).not.toEqual([])
      const reports = claimed.map((delivery) => ({ delivery, result: answered(200), startedAt: inside.now() }))
      const between = await rowsRead(tx, 'deliveries')
      await recordAttempts(inside, reports)
      return { claim: between - before, record: (await rowsRead(tx, 'deliveries')) - between }
    })
    expect(reads.record).toBeLessThan(100)
    // What is due is put in order once.
    expect(reads.claim).toBeLessThan(2 * 3_000)
  })
})
