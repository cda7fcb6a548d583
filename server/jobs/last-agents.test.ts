import { afterAll, describe, expect, it } from 'vitest'
import { acceptOffer, completeTask } from '../modules/handling/index.ts'
import { createTickets, type TicketRequest } from '../modules/intake/index.ts'
import { explainWhyNot, getDecision } from '../modules/routing/index.ts'
import { createCall } from '../modules/voice/index.ts'
import { decodeId } from '../platform/ids.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openWatched = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const pass = (ms: number) => {
  world.advance(ms)
  router.wake()
}
/** The frontline keeps new tickets for two minutes for who helped their customer within a day. */
const openDesk = (wait = 'lastAgent: 2m\n      lastAgentWithin: 1d') =>
  openWatched((text) => text.replace('maxWait: 14d\n      lastAgent: 10m\n      lastAgentWithin: 0m', wait))
const onePending = async (desk: Desk) => {
  const [offer] = await pending(desk, 1)
  if (offer === undefined) throw new Error('There was one a moment ago.')
  return offer
}
/** An agent has worked for the customer, and another one has been idle for longer since. */
async function served(desk: Desk, capacityUnits = 10): Promise<{ last: string; other: string }> {
  const last = await desk.addAgent({ capacityUnits })
  await desk.addTicket({ customerId: 'c-7' })
  const offer = await onePending(desk)
  await acceptOffer(desk.context, { offerId: offer.id })
  const other = await desk.addAgent()
  world.advance(1_000)
  await completeTask(desk.context, { taskId: offer.taskId })
  world.advance(1_000)
  return { last, other }
}
const preferredOf = async (ticketId: string) =>
  (
    await world.query<{ agentId: string | null; as: string | null }>(
      'select preferred_agent_id as "agentId", preferred_as as "as" from tasks where ticket_id = $1',
      [ticketId],
    )
  )[0]

describe('a new ticket of a customer', () => {
  it('goes to who helped that customer last, and the decision says so', async () => {
    const desk = await openDesk()
    const { last, other } = await served(desk)
    const ticketId = await desk.addTicket({ customerId: 'c-7' })
    const offer = await onePending(desk)
    expect(offer).toMatchObject({ ticketId, agentId: last })
    const decision = await getDecision(desk.context, { decisionId: offer.decisionId ?? '' })
    expect(decision?.record.reasons).toContainEqual({ code: 'ranking', text: 'Helped this customer last' })
    await desk.addTicket({ customerId: 'c-8' })
    expect((await pending(desk, 2)).map((one) => one.agentId).toSorted()).toEqual([last, other].toSorted())
  })

  it('waits for that one while it is busy, and no longer than the queue says', async () => {
    const desk = await openDesk()
    const { last, other } = await served(desk)
    await desk.addTicket({ customerId: 'c-7' })
    const first = await onePending(desk)
    expect(first.agentId).toBe(last)
    await acceptOffer(desk.context, { offerId: first.id })
    const ticketId = await desk.addTicket({ customerId: 'c-7' })
    const { id: taskId } = await desk.taskOf(ticketId)
    await desk.addTicket({ customerId: 'c-8' })
    // The later one is offered, so the earlier one was looked at and kept.
    const later = await onePending(desk)
    expect(later).toMatchObject({ agentId: other })
    expect(later.ticketId).not.toBe(ticketId)
    const why = await explainWhyNot(desk.context, { taskId, agentId: other })
    expect(JSON.stringify(why)).toContain('Kept for who helped this customer last')
    await acceptOffer(desk.context, { offerId: later.id })
    pass(120_001)
    expect(await onePending(desk)).toMatchObject({ ticketId, agentId: other })
  })

  it('goes to anybody at once when that one is away', async () => {
    const desk = await openDesk()
    const { last, other } = await served(desk)
    await desk.setPresence(last, 'away')
    await desk.addTicket({ customerId: 'c-7' })
    expect(await onePending(desk)).toMatchObject({ agentId: other })
  })

  it('prefers nobody who helped longer ago than the queue says', async () => {
    const desk = await openDesk()
    await served(desk)
    pass(86_400_000)
    expect(await preferredOf(await desk.addTicket({ customerId: 'c-7' }))).toEqual({ agentId: null, as: null })
  })

  it('prefers nobody of a queue that does not say so', async () => {
    const desk = await openDesk('maxWait: 5h')
    await served(desk)
    expect(await preferredOf(await desk.addTicket({ customerId: 'c-7' }))).toEqual({ agentId: null, as: null })
  })

  it('is looked up once for a whole batch', async () => {
    const desk = await openDesk()
    const { last } = await served(desk)
    const request: TicketRequest = { customerId: 'c-7', channel: 'email', issueSummary: 'Again', language: 'en' }
    const requests = ['c-7', 'c-9', 'c-7'].map((customerId) => ({ ...request, customerId }))
    let reads = 0
    const { inOneTrip } = desk.context
    const counting = {
      ...desk.context,
      inOneTrip: ((statement, values) => {
        if (statement.name === 'intake-last-agents') reads++
        return inOneTrip(statement, values)
      }) as typeof inOneTrip,
    }
    const created = await createTickets(counting, { requests, key: null })
    const ids = created.map((one) =>
      'created' in one ? (decodeId('ticket', one.created.location.split('/').at(-1) ?? '') ?? '') : '',
    )
    expect(await Promise.all(ids.map(preferredOf))).toEqual([
      { agentId: last, as: 'customer' },
      { agentId: null, as: null },
      { agentId: last, as: 'customer' },
    ])
    expect(reads).toBe(1)
  })

  it('is a call as well', async () => {
    const desk = await openDesk()
    const { last } = await served(desk, 100)
    const call = { customerId: 'c-7', from: '+34600123456', to: '+34910000001', callRef: 'pbx-1', language: 'en' }
    const { body } = await createCall(desk.context, { request: call, key: null })
    const { ticketId } = JSON.parse(body) as { ticketId: string }
    expect(await onePending(desk)).toMatchObject({ agentId: last, ticketId: decodeId('ticket', ticketId) })
  })
})
