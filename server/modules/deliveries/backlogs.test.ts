import { afterAll, describe, expect, it } from 'vitest'
import { openDeliveryWorld } from './testing/delivery-world-store.ts'
import { openWebhookDesk } from './testing/webhook-world.ts'

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
})
