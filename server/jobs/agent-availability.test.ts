import { afterAll, describe, expect, it, vi } from 'vitest'
import { compileCalendar, dueAfter } from '../core/calendars/index.ts'
import { getAgent, setPresence, updateAgent } from '../modules/agents/index.ts'
import { acceptOffer, completeTask, pauseTask } from '../modules/handling/index.ts'
import { explainWhyNot } from '../modules/routing/index.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openDesk = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const anyUrl = () => ({ ok: true }) as const
const pass = (ms: number) => {
  world.advance(ms)
  router.wake()
}
const onePending = (desk: Desk) =>
  vi.waitFor(async () => {
    const [offer, ...others] = await desk.offers('pending')
    if (offer === undefined || others.length > 0) throw new Error('Not one pending offer.')
    return offer
  }, soon)
const presenceOf = async (desk: Desk, agentId: string) => (await getAgent(desk.context, { agentId }))?.presence
const set = (desk: Desk, agentId: string, more: Partial<Parameters<typeof setPresence>[1]>) =>
  setPresence(desk.context, { agentId, state: 'available', reason: null, source: 'api', ...more })
const changesOf = (desk: Desk, agentId: string) =>
  world.query<{ to: string; cause: string }>(
    `select data ->> 'to' as "to", data ->> 'cause' as cause from events
     where workspace_id = $1 and subject_id = $2 and type = 'agent.presence_changed' order by seq`,
    [desk.context.workspace.id, agentId],
  )
const waitingForLock = async () =>
  (await world.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
    .length
/** The router of the desk is in an old epoch from now on: it is refused, and takes the shard anew. */
const loseRouter = (desk: Desk) =>
  world.query(
    `update router_shards set epoch = epoch + 1, lease_until = now() - interval '1 ms' where workspace_id = $1`,
    [desk.context.workspace.id],
  )

describe('a shift', () => {
  const hours = compileCalendar('hours', { zone: 'UTC', week: { wed: [['09:00', '17:00']] } })
  const withWednesdays = (text: string) =>
    text.replace('calendars:\n', 'calendars:\n  wednesdays: { zone: UTC, week: { wed: [["09:00", "17:00"]] } }\n')
  /** Lets time pass until the shift begins. */
  const passToOpening = (desk: Desk) => pass(dueAfter(hours, desk.context.now(), 0) - desk.context.now() + 1)
  /** Lets time pass until an hour after the shift has ended. */
  const passToClosing = (desk: Desk) => {
    passToOpening(desk)
    pass(9 * 3_600_000)
  }

  it('outside its hours offers nothing, says so in decision and why-not, and begins by itself', async () => {
    const desk = await openDesk(withWednesdays)
    passToClosing(desk)
    const onShift = await desk.addAgent()
    const offShift = await desk.addAgent({ shift: 'wednesdays' })
    await desk.addTicket()
    const first = await onePending(desk)
    expect(first.agentId).toBe(onShift)
    const [decision] = await world.query<{ rejects: object }>(
      `select record -> 'rejects' as rejects from decisions where id = $1`,
      [first.decisionId],
    )
    expect(decision?.rejects).toMatchObject({ outside_hours: 1 })
    await acceptOffer(desk.context, { offerId: first.id })
    await set(desk, onShift, { state: 'away' })
    const ticketId = await desk.addTicket()
    const { id: taskId } = await desk.taskOf(ticketId)
    const answer = await explainWhyNot(desk.context, { taskId, agentId: offShift })
    expect(answer).toMatchObject({ eligible: false, reasons: [{ code: 'outside_hours' }] })
    expect(await desk.offers('pending')).toEqual([])
    passToOpening(desk)
    expect(await onePending(desk)).toMatchObject({ agentId: offShift, ticketId })
  })

  it('ends by itself, and counts as it is now named', async () => {
    const desk = await openDesk(withWednesdays)
    passToOpening(desk)
    const agentId = await desk.addAgent({ shift: 'wednesdays' })
    await desk.addTicket()
    const first = await onePending(desk)
    await acceptOffer(desk.context, { offerId: first.id })
    passToClosing(desk)
    const ticketId = await desk.addTicket()
    const other = await desk.addAgent()
    expect(await onePending(desk)).toMatchObject({ agentId: other, ticketId })
    await set(desk, other, { state: 'away' })
    await updateAgent(desk.context, { agentId, changes: { shift: null }, expectedVersion: null }, anyUrl)
    await vi.waitFor(async () => expect(await onePending(desk)).toMatchObject({ agentId, ticketId }), soon)
  })

  it('holds for a router that takes over as well', async () => {
    const desk = await openDesk(withWednesdays)
    passToClosing(desk)
    const offShift = await desk.addAgent({ shift: 'wednesdays' })
    await desk.addTicket()
    await loseRouter(desk)
    await desk.addTicket()
    const onShift = await desk.addAgent()
    expect(await onePending(desk)).toMatchObject({ agentId: onShift })
    passToOpening(desk)
    await vi.waitFor(async () => {
      expect((await desk.offers('pending')).map((one) => one.agentId)).toContain(offShift)
    }, soon)
  })
})

describe('an agent that drains', () => {
  it('loses its pending offer, keeps its work, and goes offline with the end of it', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const worked = await desk.addTicket()
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    await desk.addTicket()
    const pending = await onePending(desk)
    await set(desk, agentId, { state: 'draining' })
    await vi.waitFor(
      async () => expect((await desk.offers('revoked')).map((one) => one.id)).toEqual([pending.id]),
      soon,
    )
    expect(await presenceOf(desk, agentId)).toMatchObject({ state: 'draining' })
    const task = await desk.taskOf(worked)
    expect(task).toMatchObject({ state: 'active', agentId })
    await completeTask(desk.context, { taskId: task.id })
    expect(await presenceOf(desk, agentId)).toMatchObject({ state: 'offline', reason: 'drained' })
    expect((await changesOf(desk, agentId)).slice(-2)).toEqual([
      { to: 'draining', cause: 'api' },
      { to: 'offline', cause: 'drained' },
    ])
    expect(await desk.offers('pending')).toEqual([])
  })

  it('goes offline when its last offer is taken back, or its last work frees its units', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    await onePending(desk)
    await set(desk, agentId, { state: 'draining' })
    await vi.waitFor(async () => expect((await presenceOf(desk, agentId))?.state).toBe('offline'), soon)
    await set(desk, agentId, {})
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    await set(desk, agentId, { state: 'draining' })
    await pauseTask(desk.context, { taskId: (await desk.taskOf(ticketId)).id })
    expect(await presenceOf(desk, agentId)).toMatchObject({ state: 'offline', reason: 'drained' })
  })

  it('goes offline although its last work ends while it is being set to drain', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    const { id: taskId } = await desk.taskOf(ticketId)
    const draining = await desk.context.transaction(async (tx) => {
      await completeTask(desk.context.within(tx), { taskId })
      const call = set(desk, agentId, { state: 'draining' })
      await vi.waitFor(async () => expect(await waitingForLock()).toBeGreaterThan(0), soon)
      return { call }
    })
    expect((await draining.call)?.presence).toMatchObject({ state: 'offline', reason: 'drained' })
  })

  it('and holds nothing is offline at once', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    expect((await set(desk, agentId, { state: 'draining' }))?.presence).toMatchObject({
      state: 'offline',
      reason: 'drained',
    })
  })
})

describe('an agent that leaves and keeps its offers', () => {
  it('may still answer, is offered nothing more, and loses them once it leaves without keeping', async () => {
    const desk = await openDesk()
    const [ana, bob] = [await desk.addAgent(), await desk.addAgent()]
    await desk.addTicket()
    await desk.addTicket()
    await vi.waitFor(async () => expect(await desk.offers('pending')).toHaveLength(2), soon)
    await set(desk, ana, { state: 'busy', keepOffers: true })
    await set(desk, bob, { state: 'busy', keepOffers: true })
    await desk.addTicket()
    const offers = await desk.offers('pending')
    expect(offers).toHaveLength(2)
    const ofAna = offers.find((offer) => offer.agentId === ana)
    await acceptOffer(desk.context, { offerId: ofAna?.id ?? '' })
    await set(desk, bob, { state: 'busy' })
    await vi.waitFor(async () => expect((await desk.offers('revoked')).map((one) => one.agentId)).toEqual([bob]), soon)
  })

  it('keeps them over a take-over by another router', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    await desk.addTicket()
    const offer = await onePending(desk)
    await set(desk, agentId, { state: 'away', keepOffers: true })
    await loseRouter(desk)
    const second = await desk.addAgent()
    await desk.addTicket()
    await vi.waitFor(
      async () => expect((await desk.offers('pending')).map((one) => one.agentId)).toContain(second),
      soon,
    )
    expect((await desk.offers('pending')).map((one) => one.id)).toContain(offer.id)
  })
})
