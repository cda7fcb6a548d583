import { afterAll, describe, expect, it } from 'vitest'
import { createEventFeed } from '../events/index.ts'
import { fanOutEvents, updateWebhook } from './index.ts'
import { openDeliveryWorld, type TestTicket } from './testing/delivery-world-store.ts'
import { answered, openWebhookDesk, type WebhookDesk } from './testing/webhook-world.ts'

const world = await openDeliveryWorld()
const log = { warn: () => undefined }
const feed = createEventFeed({ relay: world.relayPool, memory: world.installation.memory, log })
await feed.start()
afterAll(async () => {
  await feed.stop()
  await world.close()
})

const times = async (count: number, work: () => Promise<unknown>) => {
  for (let index = 0; index < count; index++) await work()
}
const addTickets = async (desk: WebhookDesk, count: number) => {
  const tickets: TestTicket[] = []
  await times(count, async () => tickets.push(await world.addTicket(desk.workspace)))
  return tickets
}

describe('subscriptions that begin and end while things happen', () => {
  it('are told each event above the one they began with once, and none below it', async () => {
    const desk = await openWebhookDesk(world)
    const tickets = await addTickets(desk, 4)
    let isOver = false
    const fanningOut = [1, 2].map(async () => {
      while (!isOver) await fanOutEvents(desk.context, { upTo: feed.mark() })
    })
    const happening = tickets.map((ticket) => times(15, () => desk.happen(ticket)))
    const beginning = [1, 2, 3].map(async () => {
      const webhook = await desk.subscribe()
      // Enabled again it begins anew; between the two it may be told nothing.
      const set = (status: 'active' | 'disabled') =>
        updateWebhook(desk.context, { webhookId: webhook.id, changes: {}, status, expectedVersion: null })
      await set('disabled')
      await set('active')
      return webhook.id
    })
    const webhookIds = await Promise.all(beginning)
    await Promise.all(happening)
    isOver = true
    await Promise.all(fanningOut)
    await desk.fanOut()
    for (const webhookId of webhookIds) {
      const missed = await world.query(
        `select event.seq
         from events as event
         join webhook_endpoints as endpoint on endpoint.id = $1 and event.seq > endpoint.since_seq
         left join deliveries as delivery on delivery.endpoint_id = $1 and delivery.event_id = event.id
         where event.workspace_id = endpoint.workspace_id and event.type = 'ticket.updated' and delivery.id is null`,
        [webhookId],
      )
      expect(missed).toEqual([])
    }
  })
})

describe('a breaker that opens and closes while many claim and report', () => {
  it('leaves nothing parked behind, and sends nothing twice at a time', async () => {
    const desk = await openWebhookDesk(world)
    const webhook = await desk.subscribe()
    const tickets = await addTickets(desk, 30)
    const flying = new Set<string>()
    const twice: string[] = []
    let answers = 0
    const work = async () => {
      const claimed = await desk.claim(8)
      for (const { id } of claimed) {
        if (flying.has(id)) twice.push(id)
        flying.add(id)
      }
      for (const delivery of claimed) {
        answers += 1
        // Bad times and good times, each long enough to open the breaker and to close it.
        const report = desk.report([delivery], answered(Math.floor(answers / 14) % 2 === 0 ? 500 : 204))
        flying.delete(delivery.id)
        await report
      }
    }
    const hastening = () =>
      world.query(
        `update webhook_states set probe_at = now() - interval '1 ms' where endpoint_id = $1 and probe_at is not null`,
        [webhook.id],
      )
    for (let round = 0; round < 6; round++) {
      await Promise.all(tickets.map((ticket) => desk.happen(ticket)))
      await desk.fanOut()
      await Promise.all([times(6, work), times(6, work), times(6, work), times(10, hastening)])
    }
    expect(twice).toEqual([])
    await updateWebhook(desk.context, { webhookId: webhook.id, changes: {}, status: 'active', expectedVersion: null })
    const parked = `select count(*) from deliveries where endpoint_id = $1 and state = 'pending' and next_attempt_at = 'infinity'`
    expect(await world.query(parked, [webhook.id])).toEqual([{ count: 0 }])
  })

  it('parks nothing at one that has closed', async () => {
    const desk = await openWebhookDesk(world)
    const webhook = await desk.subscribe()
    const stuck = `
      select count(*)
      from deliveries as delivery
      join webhook_states as state on state.endpoint_id = delivery.endpoint_id
      where delivery.endpoint_id = $1 and delivery.next_attempt_at = 'infinity' and delivery.state = 'pending'
        and state.probe_at is null`
    for (let round = 0; round < 10; round++) {
      await Promise.all((await addTickets(desk, 4)).map((ticket) => desk.happen(ticket)))
      await desk.fanOut()
      await world.query(
        `update webhook_states set probe_at = now() - interval '1 ms', failures = 10, pauses = 1 where endpoint_id = $1`,
        [webhook.id],
      )
      const probes = await desk.claim()
      expect(probes).toMatchObject([{ isProbe: true }])
      const [, ...claims] = await Promise.all([
        desk.report(probes, answered(204)),
        desk.claim(),
        desk.claim(),
        desk.claim(),
      ])
      expect(await world.query(stuck, [webhook.id])).toEqual([{ count: 0 }])
      await desk.report(claims.flat(), answered(204))
    }
  })
})
