import { afterAll, describe, expect, it, vi } from 'vitest'
import { archiveAgent, expirePresence, loseSilentAgents, setPresence } from '../modules/agents/index.ts'
import { acceptOffer, assignTicket, pauseTask, requeueLostWork, resumeTask } from '../modules/handling/index.ts'
import { type ClaimedTimer, claimTimers, type TimerKind } from '../modules/timers/index.ts'
import { getCall } from '../modules/voice/index.ts'
import { encodeId } from '../platform/ids.ts'
import { takeCall } from '../modules/voice/testing/take-call.ts'
import { frontline } from './testing/overflowing.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { soon, watchDesks } from './testing/watched-desks.ts'

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
const onePending = (desk: Desk) =>
  vi.waitFor(async () => {
    const [offer] = await desk.offers('pending')
    if (offer === undefined) throw new Error('There is no offer yet.')
    return offer
  }, soon)
/** The desk's call in the hands of an agent whose presence hangs on its socket. */
async function activeCall(desk: Desk) {
  const agentId = await desk.addAgent()
  await setPresence(desk.context, { agentId, state: 'available', reason: null, source: 'socket' })
  const call = await takeCall(desk.context)
  const offer = await onePending(desk)
  await acceptOffer(desk.context, { offerId: offer.id })
  return { ...call, agentId }
}
/** The agent's socket falls silent; the loss is noticed. */
async function fallSilent(desk: Desk, agentId: string) {
  await world.query(`update agent_loads set heartbeat_at = now() - interval '31 s' where agent_id = $1`, [agentId])
  expect(await loseSilentAgents(desk.context)).toEqual([agentId])
}
/** Fires what a worker would find due by now. */
async function fireLost(desk: Desk, agentId: string): Promise<boolean | null> {
  const [timer] = await dueTimers(desk, 'agent.lost')
  expect(timer?.subjectId ?? agentId).toBe(agentId)
  return timer === undefined ? null : requeueLostWork(desk.context, timer)
}
/** Timers are leased by database time, which the test's clock runs ahead of. */
async function dueTimers(desk: Desk, kind: TimerKind): Promise<ClaimedTimer[]> {
  const [row] = await world.query<{ now: number }>('select now() as now')
  const aheadMs = desk.context.now() - (row?.now ?? 0)
  const claim = { kinds: [kind], limit: 10, leaseMs: 0, aheadMs }
  return desk.context.transaction((tx) => claimTimers(tx, desk.context.workspace.id, claim))
}

describe('an agent who is gone', () => {
  it('loses an active call after the grace of calls, at its rank and without being asked again', async () => {
    const desk = await openDesk()
    const call = await activeCall(desk)
    const { enteredAt } = await desk.taskOf(call.ticketId)
    await fallSilent(desk, call.agentId)
    expect(await fireLost(desk, call.agentId)).toBe(true)
    expect(await desk.taskOf(call.ticketId)).toMatchObject({ state: 'active', agentId: call.agentId })
    pass(29_000)
    expect(await fireLost(desk, call.agentId)).toBeNull()
    pass(1_000)
    expect(await fireLost(desk, call.agentId)).toBe(true)
    expect(await desk.taskOf(call.ticketId)).toEqual({ id: call.taskId, state: 'waiting', agentId: null, enteredAt })
    const [event] = await world.query(
      `select cause from events where workspace_id = $1 and type = 'task.queued' and cause ->> 'reason' = 'agent_lost'`,
      [desk.context.workspace.id],
    )
    expect(event).toEqual({ cause: { reason: 'agent_lost', agentId: encodeId('agent', call.agentId) } })
    await setPresence(desk.context, { agentId: call.agentId, state: 'available', reason: null, source: 'api' })
    const other = await desk.addAgent()
    expect(await onePending(desk)).toMatchObject({ agentId: other, taskId: call.taskId })
    expect(await getCall(desk.context, { callId: call.callId })).toMatchObject({ task: { state: 'offered' } })
  })

  it('loses all of its work at once when it is put away, tickets as well', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active', agentId })
    await archiveAgent(desk.context, { agentId })
    expect(await fireLost(desk, agentId)).toBe(true)
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'waiting', agentId: null })
    const other = await desk.addAgent()
    expect(await onePending(desk)).toMatchObject({ agentId: other, ticketId })
    expect(await desk.brokenInvariants()).toEqual([])
  })

  it('keeps the call when it comes back within the grace', async () => {
    const desk = await openDesk()
    const call = await activeCall(desk)
    await fallSilent(desk, call.agentId)
    await fireLost(desk, call.agentId)
    pass(20_000)
    await setPresence(desk.context, { agentId: call.agentId, state: 'available', reason: null, source: 'socket' })
    pass(20_000)
    expect(await fireLost(desk, call.agentId)).toBe(false)
    expect(await fireLost(desk, call.agentId)).toBeNull()
    expect(await desk.taskOf(call.ticketId)).toMatchObject({ state: 'active', agentId: call.agentId })
  })

  it('has the whole grace again after coming back', async () => {
    const desk = await openDesk()
    const call = await activeCall(desk)
    await fallSilent(desk, call.agentId)
    pass(20_000)
    await setPresence(desk.context, { agentId: call.agentId, state: 'available', reason: null, source: 'socket' })
    await fallSilent(desk, call.agentId)
    pass(20_000)
    await fireLost(desk, call.agentId)
    expect(await desk.taskOf(call.ticketId)).toMatchObject({ state: 'active' })
    pass(10_000)
    await fireLost(desk, call.agentId)
    expect(await desk.taskOf(call.ticketId)).toMatchObject({ state: 'waiting' })
  })

  it.each([
    ['kept', false],
    ['freed', true],
  ])('loses a chat that goes on after the grace, its units %s while it was paused', async (_, pauseFreesCapacity) => {
    const desk = await openDesk(
      frontline(['{ after: 5h, to: backend }'], [`pauseFreesCapacity: ${pauseFreesCapacity}`]),
    )
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    const { id: offerId, taskId } = await onePending(desk)
    await acceptOffer(desk.context, { offerId })
    await world.query(`update tasks set kind = 'chat' where id = $1`, [taskId])
    await pauseTask(desk.context, { taskId })
    await setPresence(desk.context, { agentId, state: 'available', reason: null, source: 'socket' })
    await fallSilent(desk, agentId)
    for (const ms of [0, 150_000, 3_600_000]) {
      pass(ms)
      await fireLost(desk, agentId)
    }
    await resumeTask(desk.context, { taskId })
    expect(await fireLost(desk, agentId)).toBe(true)
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'waiting', agentId: null })
  })

  it('keeps tickets, which nobody is waiting on the line for', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const ticketId = await desk.addTicket()
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    await setPresence(desk.context, { agentId, state: 'available', reason: null, source: 'socket' })
    await fallSilent(desk, agentId)
    for (const ms of [0, 30_000, 150_000, 3_600_000]) {
      pass(ms)
      await fireLost(desk, agentId)
    }
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active', agentId })
  })

  it('loses a call on hold too, and one whose time limit is over', async () => {
    const desk = await openDesk()
    const call = await activeCall(desk)
    await pauseTask(desk.context, { taskId: call.taskId })
    await setPresence(desk.context, {
      agentId: call.agentId,
      state: 'available',
      reason: null,
      source: 'api',
      ttlSeconds: 60,
    })
    pass(61_000)
    const [limit] = await dueTimers(desk, 'agent.presence')
    if (limit === undefined) throw new Error('no timer')
    await expirePresence(desk.context, limit)
    pass(30_000)
    expect(await fireLost(desk, call.agentId)).toBe(true)
    expect(await desk.taskOf(call.ticketId)).toMatchObject({ state: 'waiting', agentId: null })
  })

  it('on purpose keeps its call, and so does one who is given it by hand while away', async () => {
    const desk = await openDesk()
    const call = await activeCall(desk)
    await setPresence(desk.context, { agentId: call.agentId, state: 'offline', reason: null, source: 'api' })
    expect(await fireLost(desk, call.agentId)).toBeNull()
    const gone = await desk.addAgent()
    await setPresence(desk.context, { agentId: gone, state: 'available', reason: null, source: 'socket' })
    await fallSilent(desk, gone)
    pass(1_000)
    await assignTicket(desk.context, { ticketId: call.ticketId, agentId: gone })
    pass(60_000)
    expect(await fireLost(desk, gone)).toBe(true)
    expect(await desk.taskOf(call.ticketId)).toMatchObject({ state: 'active', agentId: gone })
  })

  it('follows the grace the workflow names', async () => {
    const desk = await openDesk((text) => text.replace('grace: { call: 30s', 'grace: { call: 5s'))
    const call = await activeCall(desk)
    await fallSilent(desk, call.agentId)
    pass(5_000)
    await fireLost(desk, call.agentId)
    expect(await desk.taskOf(call.ticketId)).toMatchObject({ state: 'waiting' })
  })

  it('is looked after once by two workers', async () => {
    const desk = await openDesk()
    const call = await activeCall(desk)
    await fallSilent(desk, call.agentId)
    pass(30_000)
    const [timer] = await dueTimers(desk, 'agent.lost')
    if (timer === undefined) throw new Error('no timer')
    await Promise.all([requeueLostWork(desk.context, timer), requeueLostWork(desk.context, timer)])
    expect((await desk.eventTypes()).filter((type) => type === 'ticket.unassigned')).toHaveLength(1)
  })
})
