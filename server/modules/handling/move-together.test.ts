import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { asAgent, asSupervisor, eventsOf, loadOf, refusalOf, rowOf } from '../../jobs/testing/moving-desk.ts'
import { type Desk, openRouterWorld, type SeenOffer } from '../../jobs/testing/router-world.ts'
import { pending, soon, watchDesks } from '../../jobs/testing/watched-desks.ts'
import type { Router } from '../../jobs/router.ts'
import type { TicketRequest } from '../intake/index.ts'
import { newId } from '../../platform/ids.ts'
import { setPresence } from '../agents/index.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { declineOffer } from '../routing/index.ts'
import { lockTickets } from '../tickets/index.ts'
import { getWorkflow } from '../workflow/index.ts'
import { acceptOffer, completeTask } from './index.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
let router: Router
beforeAll(() => {
  router = world.startRouter()
})
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

/** Offers to as many agents as tickets, one each. */
async function offered(desk: Desk, count: number, request: Partial<TicketRequest> = {}): Promise<SeenOffer[]> {
  for (let index = 0; index < count; index++) await desk.addAgent()
  for (let index = 0; index < count; index++) await desk.addTicket({ serviceLine: 'game-support', ...request })
  return pending(desk, count)
}
const accept = (desk: Desk, { id, agentId }: SeenOffer) => acceptOffer(asAgent(desk, agentId), { offerId: id })
const complete = (desk: Desk, { taskId, agentId }: SeenOffer) => completeTask(asAgent(desk, agentId), { taskId })

/** As part of a transaction, so with nobody else's move. */
const aloneAs = <T>(desk: Desk, { agentId }: SeenOffer, move: (context: Desk['context']) => Promise<T>) => {
  const context = asAgent(desk, agentId)
  return context.transaction((tx) => move(context.within(tx)))
}

/** Everything the work on a ticket leaves behind, without ids and instants. */
async function traces({ ticketId, agentId, taskId }: SeenOffer) {
  const [ticket] = await world.query(
    `select version, event_seq, status, status_category, returns_to, assignee_id = $2 as is_assigned,
       next_due_at is not null as is_due
     from tickets where id = $1`,
    [ticketId, agentId],
  )
  const [task] = await world.query(
    'select state, version, agent_id = $2 as is_taken, ended_at is not null as is_over from tasks where id = $1',
    [taskId, agentId],
  )
  const [load] = await world.query(
    `select used_units, reserved_units, forced_units, version, event_seq, missed_offers from agent_loads where agent_id = $1`,
    [agentId],
  )
  const offers = await world.query(
    `select state, version, end_code, ended_at is not null as has_ended, released_at is not null as is_released
     from offers where task_id = $1`,
    [taskId],
  )
  const clocks = await world.query(
    `select metric, instance, state, version, jsonb_path_query_array(detail, '$.ledger[*].kind') as ledger
     from sla_clocks where ticket_id = $1 order by metric, instance`,
    [ticketId],
  )
  const timers = await world.query('select kind from timers where subject_id = $1 order by kind', [ticketId])
  const events = await world.query(
    `select type, subject_seq, actor ->> 'kind' as actor, cause,
       data - '{offerId,taskId,agentId,decisionId,expiresAt,waitMs,clockId,dueAt}'::text[] as data
     from events where ticket_id = $1 order by subject_seq`,
    [ticketId],
  )
  const callbacks = await world.query(
    `select delivery.type, delivery.sequence, delivery.url, event.type as of
     from deliveries as delivery join events as event on event.id = delivery.event_id
     where delivery.ticket_id = $1 order by delivery.sequence`,
    [ticketId],
  )
  return { ticket, task, load, offers, clocks, timers, events, callbacks }
}

describe('moves made together', () => {
  it('leave behind what moves alone do: offer, load, task, ticket, clocks, timers, events and callbacks', async () => {
    const desk = await openDesk()
    const [one, other] = await offered(desk, 2, { callbackUrl: 'https://caller.example/hooks' })
    if (one === undefined || other === undefined) throw new Error('Nothing is offered.')
    const together = await accept(desk, one)
    const alone = await aloneAs(desk, other, (context) => acceptOffer(context, { offerId: other.id }))
    expect(Object.keys(together)).toEqual(Object.keys(alone))
    expect(together).toMatchObject({ state: 'accepted', version: alone.version, kind: alone.kind, call: null })
    const accepted = await traces(one)
    expect(accepted.events.map((event) => (event as { type: string }).type)).toContain('ticket.assigned')
    expect(accepted.callbacks.length).toBeGreaterThan(1)
    expect(accepted).toEqual(await traces(other))
    const done = await complete(desk, one)
    const doneAlone = await aloneAs(desk, other, (context) => completeTask(context, { taskId: other.taskId }))
    expect(Object.keys(done ?? {})).toEqual(Object.keys(doneAlone ?? {}))
    expect(done).toMatchObject({ state: 'done', offer: null })
    expect(await traces(one)).toEqual(await traces(other))
  })

  it('begin what a policy that was published meanwhile promises, as moves alone do', async () => {
    const [less, more] = [
      'normal: { nextResponse: 4h, resolution: 24h }',
      'normal: { firstResponse: 1h, resolution: 20h }',
    ]
    const desk = await openDesk((text) =>
      text.replace('normal: { firstResponse: 1h, nextResponse: 4h, resolution: 24h }', less),
    )
    const [one, other] = await offered(desk, 2, { priority: 'normal' })
    if (one === undefined || other === undefined) throw new Error('Nothing is offered.')
    const { document = '' } = (await getWorkflow(desk.context)) ?? {}
    expect(document).toContain(less)
    await publishWorkflow(desk.context, { document: document.replace(less, more), expectedVersion: null })
    await accept(desk, one)
    await aloneAs(desk, other, (context) => acceptOffer(context, { offerId: other.id }))
    const accepted = await traces(one)
    expect(accepted.clocks).toContainEqual(expect.objectContaining({ metric: 'firstResponse', state: 'running' }))
    expect(accepted).toEqual(await traces(other))
  })

  it('that come at once are one transaction, and an agent who ends one and takes another has both', async () => {
    const desk = await openDesk()
    const offers = await offered(desk, 12)
    const answers = await Promise.all(offers.map((offer) => accept(desk, offer)))
    expect(answers.map(({ id, state }) => [id, state])).toEqual(offers.map(({ id }) => [id, 'accepted']))
    const commits = await world.query<{ count: number }>(
      `select count(distinct xmin::text)::integer as count from events where workspace_id = $1 and type = 'offer.accepted'`,
      [desk.context.workspace.id],
    )
    expect(commits).toEqual([{ count: 1 }])
    const [first] = offers
    if (first === undefined) throw new Error('Nothing is offered.')
    for (const { agentId } of offers.slice(1)) await desk.setPresence(agentId, 'away')
    await desk.addTicket({ serviceLine: 'game-support' })
    const [next] = await pending(desk, 1)
    expect(next?.agentId).toBe(first.agentId)
    await Promise.all([complete(desk, first), accept(desk, next ?? first)])
    expect(await loadOf(world, first.agentId)).toEqual({ used: 10, reserved: 0 })
  })

  it('are refused one by one, and the others are made', async () => {
    const desk = await openDesk()
    const [mine, theirs, ended, twice] = (await offered(desk, 4)) as [SeenOffer, SeenOffer, SeenOffer, SeenOffer]
    for (const offer of [theirs, ended]) await desk.setPresence(offer.agentId, 'away')
    await vi.waitFor(async () => expect(await desk.offers('pending')).toHaveLength(2), soon)
    const absent = { ...mine, id: newId(), taskId: newId() }
    const results = await Promise.allSettled([
      accept(desk, mine),
      acceptOffer(asAgent(desk, mine.agentId), { offerId: twice.id }),
      accept(desk, ended),
      accept(desk, absent),
      complete(desk, absent),
      accept(desk, twice),
      accept(desk, twice),
    ])
    expect(results.map((one) => (one.status === 'fulfilled' ? (one.value?.state ?? null) : one.reason.code))).toEqual([
      'accepted',
      'not_found',
      'offer_ended',
      'not_found',
      null,
      'accepted',
      'accepted',
    ])
    const told = (await eventsOf(world, twice.ticketId)).filter(({ type }) => type === 'offer.accepted')
    expect(told).toHaveLength(1)
    expect(await refusalOf(accept(desk, ended))).toMatchObject({ code: 'offer_ended', lostTo: 'revoked' })
  })

  it('of an offer that is accepted and declined at once end it once', async () => {
    const desk = await openDesk()
    const [offer] = await offered(desk, 1)
    if (offer === undefined) throw new Error('Nothing is offered.')
    const decline = () =>
      declineOffer(asAgent(desk, offer.agentId), { offerId: offer.id, reason: null, code: null }).catch(() => null)
    const results = await Promise.allSettled([accept(desk, offer), decline(), accept(desk, offer), decline()])
    const [end] = (await desk.offers()).filter(({ id }) => id === offer.id)
    const ways = results.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value.state] : []))
    expect(new Set(ways)).toEqual(new Set([end?.state]))
    const told = (await eventsOf(world, offer.ticketId)).filter(({ type }) => /^offer\.(accepted|declined)$/.test(type))
    expect(told.map(({ type }) => type)).toEqual([`offer.${end?.state}`])
  })

  it('of which the database refuses one are made one by one: an agent whose units are wrong keeps no other back', async () => {
    const desk = await openDesk()
    const [broken, ...others] = await offered(desk, 4)
    if (broken === undefined) throw new Error('Nothing is offered.')
    const setReserved = (units: number) =>
      world.query('update agent_loads set reserved_units = $2 where agent_id = $1', [broken.agentId, units])
    await setReserved(0)
    const results = await Promise.allSettled([broken, ...others].map((offer) => accept(desk, offer)))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
    expect((await desk.offers('pending')).map(({ id }) => id)).toEqual([broken.id])
    await setReserved(10)
    expect(await accept(desk, broken)).toMatchObject({ state: 'accepted' })
  })

  it('wait for nobody who holds a ticket: the others go on', async () => {
    const desk = await openDesk()
    const [held, free] = (await offered(desk, 2)) as [SeenOffer, SeenOffer]
    const order: string[] = []
    let waiting: Promise<unknown> = Promise.resolve()
    await desk.context.transaction(async (tx) => {
      await lockTickets(tx, desk.context.workspace.id, [held.ticketId])
      waiting = accept(desk, held).then(() => order.push('held'))
      await accept(desk, free)
      order.push('free')
    })
    await waiting
    expect(order).toEqual(['free', 'held'])
  })

  it('that are more than plain are made all the same: an agent who drains goes with its last work', async () => {
    const desk = await openDesk()
    const [offer] = await offered(desk, 1)
    if (offer === undefined) throw new Error('Nothing is offered.')
    await accept(desk, offer)
    const { agentId } = offer
    await setPresence(desk.context, { agentId, state: 'draining', reason: null, source: 'api' })
    await complete(desk, offer)
    const [load] = await world.query('select presence, used_units as used from agent_loads where agent_id = $1', [
      agentId,
    ])
    expect(load).toEqual({ presence: 'offline', used: 0 })
    expect(await rowOf(world, offer.taskId)).toMatchObject({ state: 'done' })
  })

  it('may be made by who acts for all agents, and not where its tickets are not seen', async () => {
    const desk = await openDesk()
    const [one, other] = (await offered(desk, 2)) as [SeenOffer, SeenOffer]
    const supervisor = asSupervisor(desk)
    const elsewhere = desk.contextOf({
      ...supervisor.principal,
      scope: { ...supervisor.principal.scope, queues: new Set(['payments']) },
    })
    expect(await refusalOf(acceptOffer(elsewhere, { offerId: one.id }))).toMatchObject({ code: 'not_found' })
    await acceptOffer(supervisor, { offerId: one.id })
    expect(await completeTask(elsewhere, { taskId: one.taskId })).toBeNull()
    await completeTask(supervisor, { taskId: one.taskId })
    await acceptOffer(supervisor, { offerId: other.id })
    expect([await rowOf(world, one.taskId), await rowOf(world, other.taskId)]).toMatchObject([
      { state: 'done' },
      { state: 'active' },
    ])
  })
})
