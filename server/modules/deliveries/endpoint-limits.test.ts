import { afterAll, describe, expect, it } from 'vitest'
import { createAgent } from '../agents/index.ts'
import { claimDeliveries } from './index.ts'
import { openDeliveryWorld } from './testing/delivery-world-store.ts'

const world = await openDeliveryWorld()
afterAll(world.close)
const anyUrl = () => ({ ok: true }) as const

describe('what is in flight to an endpoint', () => {
  it('keeps within what an agent there says it takes, more or fewer than elsewhere', async () => {
    const workspace = await world.addWorkspace()
    const context = world.contextOf(workspace)
    const [fast, slow] = ['https://fast.example.com/', 'https://slow.example.com/']
    for (let index = 0; index < 12; index++) {
      const ticket = await world.addTicket(workspace)
      for (const url of [fast, slow]) await world.queue(ticket, { url, sequence: 1 })
    }
    const bot = { name: 'Bot', kind: 'bot' } as const
    await createAgent(context, { ...bot, endpointUrl: fast, endpointConcurrency: 10 }, anyUrl)
    await createAgent(context, { ...bot, endpointUrl: slow, endpointConcurrency: 1 }, anyUrl)
    const claimed = await claimDeliveries(context, { limit: 64 })
    expect(claimed.filter((delivery) => delivery.url === fast)).toHaveLength(10)
    expect(claimed.filter((delivery) => delivery.url === slow)).toHaveLength(1)
    expect(await claimDeliveries(context, { limit: 64 })).toEqual([])
  })

  it('is no figure of a person', async () => {
    const context = world.contextOf(await world.addWorkspace())
    const person = createAgent(context, { name: 'Ana', endpointConcurrency: 4 }, anyUrl)
    await expect(person).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ pointer: '/endpointConcurrency', code: 'not_for_persons' }],
    })
  })
})
