import { afterAll, describe, expect, it } from 'vitest'
import { updateWebhook } from './index.ts'
import { openDeliveryWorld } from './testing/delivery-world-store.ts'
import { openWebhookDesk } from './testing/webhook-world.ts'

const world = await openDeliveryWorld()
afterAll(world.close)

async function open(ratePerSecond: number | null) {
  const desk = await openWebhookDesk(world)
  const webhook = await desk.subscribe({ ratePerSecond })
  for (let index = 0; index < 12; index++) await desk.happen(await world.addTicket(desk.workspace))
  await desk.fanOut()
  return { desk, webhook }
}

describe('an endpoint with a rate', () => {
  it('is sent one delivery a slot, so far ahead that none is lost', async () => {
    const { desk } = await open(4)
    const slotsOf = async () => (await desk.claim()).map(({ sendAt }) => sendAt ?? 0).toSorted((a, b) => a - b)
    const slots = await slotsOf()
    expect(slots).toHaveLength(6)
    expect((slots.at(-1) ?? 0) - desk.context.now()).toBeLessThan(1_500)
    // Asked again there is as much more as time has passed: hardly ever anything.
    slots.push(...(await slotsOf()))
    expect((slots.at(-1) ?? 0) - desk.context.now()).toBeLessThan(1_500)
    slots.slice(1).forEach((slot, index) => expect(slot - (slots[index] ?? 0)).toBeGreaterThanOrEqual(262))
  })

  it('keeps no other endpoint waiting', async () => {
    const { desk } = await open(1)
    expect(await desk.claim()).toHaveLength(2)
    const free = await desk.subscribe({ url: 'https://hooks.example.com/b' })
    await desk.happen()
    await desk.fanOut()
    expect(await desk.claim()).toMatchObject([{ webhookId: free.id, sendAt: null }])
  })

  it('is told as fast as it answers once the rate is taken away', async () => {
    const { desk, webhook } = await open(1)
    await desk.claim()
    const changes = { ratePerSecond: null }
    await updateWebhook(desk.context, { webhookId: webhook.id, changes, expectedVersion: null })
    const claimed = await desk.claim()
    expect(claimed.map((delivery) => delivery.sendAt)).toEqual(Array(6).fill(null))
  })
})
