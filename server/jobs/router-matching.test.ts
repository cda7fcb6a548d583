import { afterAll, describe, expect, it } from 'vitest'
import { getWorkload } from '../modules/agents/index.ts'
import { acceptOffer, completeTask, transitionTicket } from '../modules/handling/index.ts'
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
      solutionCheck: 'passed' as const,
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

describe('work that may be interrupted', () => {
  it('makes room for what interrupts it, in the rows as in the engine', async () => {
    const desk = await openDesk((text) => {
      const asCase = change('label: Payments\n', 'label: Payments\n      kind: case\n')(text)
      const costly = change('ticket: 10, case: 20', 'ticket: 10, case: 100')(asCase)
      return change('interrupts: { call: [ticket] }', 'interrupts: { case: [ticket] }')(costly)
    })
    const agentId = await desk.addAgent({ queues: ['frontline', 'payments'], skills: { payments: 2 } })
    await desk.addTicket()
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    const ticketId = await desk.addTicket({ category: 'payment_processing' })
    const offer = await onePending(desk)
    expect(offer).toMatchObject({ agentId, ticketId })
    expect(await getWorkload(desk.context, { agentId })).toMatchObject({ usedUnits: 10, reservedUnits: 100 })
    await acceptOffer(desk.context, { offerId: offer.id })
    await desk.addTicket()
    await completeTask(desk.context, { taskId: offer.taskId })
    expect(await onePending(desk)).toMatchObject({ agentId, queue: 'frontline' })
  })
})

describe('a fairness gap', () => {
  it('gives turns to who would always be ranked last, day by day', async () => {
    const ranked = 'rank: expression\n      rankBy: "agent.name == \'Ana\' ? 1.0 : 0.0"\n      fairnessGap: 0\n'
    const desk = await openDesk(change('label: Frontline\n', `label: Frontline\n      ${ranked}`))
    const ana = await desk.addAgent()
    const rui = await desk.addAgent({ name: 'Rui' })
    const takers: string[] = []
    for (let tickets = 0; tickets < 4; tickets++) {
      await desk.addTicket()
      const { id: offerId, agentId, taskId } = await onePending(desk)
      takers.push(agentId)
      await acceptOffer(desk.context, { offerId })
      await completeTask(desk.context, { taskId })
      if (tickets === 2) pass(24 * 3_600_000)
    }
    expect(takers).toEqual([ana, rui, ana, ana])
  })
})
