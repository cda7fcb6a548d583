import { afterAll, describe, expect, it } from 'vitest'
import { acceptOffer, transitionTicket } from '../modules/handling/index.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, watchDesks } from './testing/watched-desks.ts'

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
const change = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new Error(`The example does not say "${from}".`)
  return text.replace(from, to)
}
const onePending = async (desk: Desk) => {
  const [offer] = await pending(desk, 1)
  if (offer === undefined) throw new Error('There was one a moment ago.')
  return offer
}
const preferring = change('lastAgent: 10m', 'preferredAgent: 5m\n      lastAgent: 10m')

describe('an agent a task prefers', () => {
  it('is waited for while it is busy, and no longer than the queue says', async () => {
    const desk = await openDesk(preferring)
    const busy = await desk.addAgent({ capacityUnits: 10 })
    await desk.addTicket()
    const first = await onePending(desk)
    await acceptOffer(desk.context, { offerId: first.id })
    const other = await desk.addAgent()
    const ticketId = await desk.addTicket({ preferredAgent: busy })
    await desk.addTicket()
    // The later one is offered, so the earlier one was looked at and kept.
    expect((await onePending(desk)).ticketId).not.toBe(ticketId)
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    pass(5 * 60_000)
    expect(await onePending(desk)).toMatchObject({ ticketId, agentId: other })
  })

  it('is skipped at once when it is away', async () => {
    const desk = await openDesk(preferring)
    const away = await desk.addAgent()
    await desk.setPresence(away, 'away')
    const other = await desk.addAgent()
    const ticketId = await desk.addTicket({ preferredAgent: away })
    expect(await onePending(desk)).toMatchObject({ ticketId, agentId: other })
  })

  it('is the last agent of a ticket that is opened again', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent()
    const ticketId = await desk.addTicket({ category: 'user_system' })
    const offer = await onePending(desk)
    await acceptOffer(desk.context, { offerId: offer.id })
    const facts = {
      cause: { text: 'x' },
      correction: { text: 'x' },
      solutionCheck: 'passed',
      resolution: 'done',
    }
    await transitionTicket(desk.context, { ticketId, to: 'closed', ...facts })
    await desk.setPresence(first, 'busy')
    await desk.addAgent()
    world.advance(60_000)
    await desk.setPresence(first, 'available')
    await transitionTicket(desk.context, { ticketId, to: 'classified' })
    // Ranked behind the other one, who has been idle for longer.
    expect(await onePending(desk)).toMatchObject({ ticketId, agentId: first })
  })
})
