import { afterAll, describe, expect, it, vi } from 'vitest'
import { acceptOffer } from '../modules/handling/index.ts'
import { declineOffer, getOffer, getTask, presentOffer, presentTask } from '../modules/routing/index.ts'
import { getCall, hangUpCall, requestCallback } from '../modules/voice/index.ts'
import { encodeId } from '../platform/ids.ts'
import { takeCall } from '../modules/voice/testing/take-call.ts'
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
const nonePending = (desk: Desk) => vi.waitFor(async () => expect(await desk.offers('pending')).toHaveLength(0), soon)

const show = async (desk: Desk, offerId: string) => {
  const offer = await getOffer(desk.context, { offerId })
  if (offer === null) throw new Error('There was one a moment ago.')
  return presentOffer(offer, desk.context.now())
}
const dataOf = async (desk: Desk, type: string) =>
  (
    await world.query<{ data: Record<string, unknown> }>(
      'select data from events where workspace_id = $1 and type = $2 order by seq',
      [desk.context.workspace.id, type],
    )
  ).map((event) => event.data)
/** Counted from the commit, which comes a little after the decision. */
const standsFor = (offer: { createdAt: string; expiresAt: string }) =>
  Date.parse(offer.expiresAt) - Date.parse(offer.createdAt)
describe('a call', () => {
  it('is offered and accepted with the reference by which the exchange bridges it', async () => {
    const desk = await openDesk()
    await desk.addAgent()
    const { callId, callRef, taskId } = await takeCall(desk.context)
    const offer = await onePending(desk)
    expect(await show(desk, offer.id)).toMatchObject({
      kind: 'call',
      channel: 'voice',
      call: { id: encodeId('call', callId), callRef, from: '+34600123456', to: '+34910000001', dial: null },
    })
    expect(await dataOf(desk, 'offer.created')).toMatchObject([{ callRef }])
    await acceptOffer(desk.context, { offerId: offer.id })
    expect(await dataOf(desk, 'offer.accepted')).toMatchObject([{ callRef }])
    const task = await getTask(desk.context, { taskId })
    expect(task === null ? null : presentTask(task, null, 0)).toMatchObject({ state: 'active', call: { callRef } })
    const call = await getCall(desk.context, { callId })
    expect(call).toMatchObject({ task: { state: 'active', agentId: offer.agentId } })
    expect(call?.answeredAt).not.toBeNull()
  })

  it('rings 20 s at one desk, whatever its queue says, and a ticket as long as its queue says', async () => {
    const desk = await openDesk()
    await desk.addAgent()
    await takeCall(desk.context)
    const ringing = await onePending(desk)
    const call = await show(desk, ringing.id)
    expect(standsFor(call)).toBeLessThanOrEqual(20_000)
    await declineOffer(desk.context, { offerId: ringing.id, reason: null, code: null })
    await nonePending(desk)
    await desk.addTicket()
    const ticket = await show(desk, (await onePending(desk)).id)
    expect(ticket).toMatchObject({ kind: 'ticket', call: null })
    expect(standsFor(ticket)).toBeGreaterThan(20_000)
    expect((await dataOf(desk, 'offer.created')).filter((data) => 'callRef' in data)).toHaveLength(1)
  })

  it('rings as long as the workflow says', async () => {
    const desk = await openDesk((text) => text.replace('offerTimeout: { call: 20s }', 'offerTimeout: { call: 8s }'))
    await desk.addAgent()
    await takeCall(desk.context)
    expect(standsFor(await show(desk, (await onePending(desk)).id))).toBeLessThanOrEqual(8_000)
  })

  it('takes the whole of an agent', async () => {
    const desk = await openDesk()
    await desk.addAgent()
    await takeCall(desk.context)
    await acceptOffer(desk.context, { offerId: (await onePending(desk)).id })
    const ticketId = await desk.addTicket()
    pass(1_000)
    expect((await desk.taskOf(ticketId)).state).toBe('waiting')
    expect(await desk.offers('pending')).toEqual([])
  })

  it('abandoned while it rings takes its offer back and frees the agent', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const { callId } = await takeCall(desk.context)
    await onePending(desk)
    await hangUpCall(desk.context, { callId, by: 'customer' })
    expect(await desk.offers()).toMatchObject([{ state: 'cancelled' }])
    await desk.addTicket()
    expect(await onePending(desk)).toMatchObject({ agentId })
  })

  it('becomes a callback that is offered before what came later, with the number to dial', async () => {
    const desk = await openDesk()
    const { callId, callRef, taskId } = await takeCall(desk.context)
    world.advance(1_000)
    const second = await takeCall(desk.context)
    await requestCallback(desk.context, { callId, at: null })
    await desk.addAgent()
    const offer = await onePending(desk)
    expect(offer.taskId).toBe(taskId)
    expect(await show(desk, offer.id)).toMatchObject({ kind: 'callback', call: { callRef, dial: '+34600123456' } })
    await acceptOffer(desk.context, { offerId: offer.id })
    expect((await dataOf(desk, 'offer.accepted'))[0]).toMatchObject({ callRef })
    expect((await desk.taskOf(second.ticketId)).state).toBe('waiting')
    expect(await getCall(desk.context, { callId })).toMatchObject({ answeredAt: null, task: { state: 'active' } })
  })

  it('that rings can still become a callback', async () => {
    const desk = await openDesk()
    await desk.addAgent()
    const { callId, taskId } = await takeCall(desk.context)
    const ringing = await onePending(desk)
    await requestCallback(desk.context, { callId, at: null })
    const again = await vi.waitFor(async () => {
      const [offer] = await desk.offers('pending')
      if (offer === undefined || offer.id === ringing.id) throw new Error('Not yet.')
      return offer
    }, soon)
    expect(again.taskId).toBe(taskId)
    expect(await show(desk, again.id)).toMatchObject({ kind: 'callback' })
  })

  it('is taken or hung up, never both', async () => {
    const desk = await openDesk()
    for (let round = 0; round < 4; round++) {
      const agentId = await desk.addAgent()
      const { callId, taskId } = await takeCall(desk.context)
      const offer = await onePending(desk)
      const accepting = acceptOffer(desk.context, { offerId: offer.id }).then(
        () => true,
        () => false,
      )
      const [isTaken] = await Promise.all([accepting, hangUpCall(desk.context, { callId, by: 'customer' })])
      const call = await getCall(desk.context, { callId })
      expect([call?.endReason, call?.task.state]).toEqual(isTaken ? ['hung_up', 'done'] : ['abandoned', 'abandoned'])
      expect(call?.taskId).toBe(taskId)
      await desk.setPresence(agentId, 'away')
    }
  })
})
