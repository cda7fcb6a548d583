import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { assignTicket, transitionTicket, unassignTicket } from '../modules/handling/index.ts'
import { deleteOwnSubscription, getPartnerTicket, updatePartnerTicket } from '../modules/partners/index.ts'
import type { Context, Tx } from '../platform/context.ts'
import { reply } from './testing/endpoint.ts'
import { openMachineWorld, until } from './testing/machine-world.ts'
import * as market from './testing/partner-market.ts'
import type { Desk } from './testing/router-world.ts'

const { explicit, stateOf, submit, subscribe } = market
const world = await openMachineWorld()
market.allowLoopback(world)
const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) expect(await desk.brokenInvariants()).toEqual([])
  await world.closeEndpoints()
})
afterAll(world.close)

async function openHandoff(status = 200) {
  const desk = await market.openMarket(world)
  desks.push(desk)
  const partner = await market.addPartner(world, desk)
  const endpoint = await world.startEndpoint(reply(status))
  endpoint.answerAllBy(reply(status))
  await subscribe(partner, endpoint.url, explicit)
  const update = (ticketId: string, more: object) =>
    updatePartnerTicket(partner, { ticketId, expectedVersion: null, ...more })
  return { desk, partner, endpoint, update }
}

const isBlocking = async (tx: Tx) => {
  const text = 'select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))'
  return (await tx.prepared({ name: 'blocking', text }, [])).length > 0
}

/** Does something in a transaction that ends only once another call waits for it; gives what became of that call. */
async function meanwhile<T>(
  context: Context,
  first: (inside: Context) => Promise<unknown>,
  second: () => Promise<T>,
): Promise<PromiseSettledResult<T>> {
  const calls: Promise<PromiseSettledResult<T>[]>[] = []
  let isDone = false
  await context.transaction(async (tx) => {
    await first(context.within(tx))
    calls.push(Promise.allSettled([second().finally(() => (isDone = true))]))
    while (!isDone && !(await isBlocking(tx)));
  })
  const [[settled] = []] = await Promise.all(calls)
  if (settled === undefined) throw new Error('Nothing was called.')
  return settled
}

describe('a partner whose ticket is taken away at the same moment', () => {
  for (const said of [
    { reply: 'It is on its way.' },
    { note: 'Refunding.' },
    { status: 'waiting' },
    { status: 'solved', resolution: 'Refunded.' },
    { status: 'declined' },
  ])
    it(`comes too late with ${JSON.stringify(said)}, and changes nothing`, async () => {
      const { desk, partner, update } = await openHandoff()
      const { id: ticketId } = (await submit(desk)).ticket
      await update(ticketId, { status: 'accepted' })
      const settled = await meanwhile(
        desk.context,
        (inside) => unassignTicket(inside, { ticketId }),
        () => update(ticketId, said),
      )
      // Giving back what one has no more is no change; all else needs it in hand.
      if (said.status === 'declined') expect(settled.status).toBe('fulfilled')
      else expect(settled).toMatchObject({ reason: { code: 'conflict', details: { state: 'returned' } } })
      expect(await stateOf(partner, ticketId)).toBe('returned')
      expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'waiting', agentId: null })
    })
})

describe('a request that a partner is offered at once', () => {
  const holdQueue = {
    name: 'hold-queue',
    text: `select pg_advisory_xact_lock(hashtextextended('queue ' || $1::text || ' ' || $2::text, 0))`,
  }

  it('waits in no queue, and so for nobody who enters one whose length is limited', async () => {
    const { desk } = await openHandoff()
    const { queue } = (await submit(desk)).ticket
    await desk.context.transaction(async (tx) => {
      await tx.prepared(holdQueue, [desk.context.workspace.id, queue])
      expect((await submit(desk)).handoff.outcome).toBe('forwarded')
    })
  })
})

describe('a ticket that a partner gave back', () => {
  it('and others solved is not its own again, nor what was said on it since', async () => {
    const { desk, partner, update } = await openHandoff()
    const person = await desk.addAgent({ queues: ['guest-care'] })
    const { id: ticketId } = (await submit(desk)).ticket
    await update(ticketId, { status: 'accepted' })
    await update(ticketId, { status: 'declined', reason: 'Not ours' })
    await assignTicket(desk.context, { ticketId, agentId: person })
    await transitionTicket(desk.context, { ticketId, to: 'solved', resolution: 'Refunded.' })
    const seen = await getPartnerTicket(partner, { ticketId })
    expect(seen?.handoff).toMatchObject({ state: 'returned', ticket: { statusCategory: 'solved' } })
    expect(seen?.messages).toEqual([])
  })
})

describe('the end of a subscription', () => {
  const scope = { type: 'STORE', storeId: null, franchisee: null } as const

  it('gives own queues at once what its partner was not told yet', async () => {
    const { desk, partner } = await openHandoff(503)
    const person = await desk.addAgent({ queues: ['guest-care'] })
    const { ticket } = await submit(desk)
    expect(await stateOf(partner, ticket.id)).toBe('offered')
    expect(await deleteOwnSubscription(partner, scope)).toBe(true)
    expect(await stateOf(partner, ticket.id)).toBe('withdrawn')
    await until(async () => expect((await desk.offers('pending')).map(({ agentId }) => agentId)).toEqual([person]))
  })

  it('leaves with the partner what it was told', async () => {
    const { desk, partner, endpoint, update } = await openHandoff()
    const { id: ticketId } = (await submit(desk)).ticket
    await until(async () => {
      const own = `select 1 from deliveries where ticket_id = $1 and endpoint_id is not null and state = 'delivered'`
      expect(await world.query(own, [ticketId])).toHaveLength(1)
    })
    await deleteOwnSubscription(partner, scope)
    expect(endpoint.news).toHaveLength(1)
    expect((await update(ticketId, { status: 'accepted' }))?.handoff.state).toBe('accepted')
  })

  it('at the same moment as a request leaves it to whoever has the place by then', async () => {
    const { desk, partner } = await openHandoff()
    const settled = await meanwhile(
      desk.context,
      (inside) => deleteOwnSubscription({ ...partner, ...inside, principal: partner.principal }, scope),
      () => submit(desk),
    )
    expect(settled).toMatchObject({ value: { handoff: { outcome: 'no_subscriber', partnerId: null } } })
  })
})
