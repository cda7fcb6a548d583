import { afterAll, describe, expect, it, vi } from 'vitest'
import {
  acceptOffer,
  completeTask,
  endWrapup,
  parkTask,
  returnTask,
  transferTask,
  unparkTask,
  updateTicket,
} from '../modules/handling/index.ts'
import { asAgent, asSupervisor, loadOf, rowOf } from './testing/moving-desk.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { pending, soon, watchDesks } from './testing/watched-desks.ts'

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
const plain = { mode: 'cold', restart: false, force: false, note: null } as const
const onePending = async (desk: Desk) => {
  const [offer] = await pending(desk, 1)
  if (offer === undefined) throw new Error('There was one a moment ago.')
  return offer
}
/** A task that the router has given to an agent. */
async function accepted(desk: Desk) {
  const ticketId = await desk.addTicket()
  const { id: offerId, agentId, taskId } = await onePending(desk)
  await acceptOffer(desk.context, { offerId })
  return { ticketId, agentId, taskId }
}
/** The next offer, knowing that until then nobody else was asked: a later task comes after what could come before it. */
const agentsAsked = async (desk: Desk, taskId: string) =>
  (await desk.offers()).filter((offer) => offer.taskId === taskId).map(({ agentId }) => agentId)

describe('the router hears of moves', () => {
  it('a transferred task is offered by its new queue, at its old rank', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent()
    const { taskId } = await accepted(desk)
    pass(60_000)
    const newer = await desk.addTicket({ category: 'payment_processing', priority: 'normal' })
    await transferTask(asAgent(desk, first), { ...plain, taskId, to: { queue: 'payments' } })
    const payer = await desk.addAgent({ queues: ['payments'], skills: { payments: 3 }, capacityUnits: 10 })
    expect(await onePending(desk)).toMatchObject({ taskId, agentId: payer, queue: 'payments' })
    expect((await desk.taskOf(newer)).state).toBe('waiting')
  })

  it('with a new rank it comes after what waited there', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent()
    const { taskId } = await accepted(desk)
    pass(60_000)
    const older = await desk.addTicket({ category: 'payment_processing', priority: 'normal' })
    pass(60_000)
    await transferTask(asAgent(desk, first), { ...plain, taskId, to: { queue: 'payments' }, restart: true })
    await desk.addAgent({ queues: ['payments'], skills: { payments: 3 }, capacityUnits: 10 })
    expect(await onePending(desk)).toMatchObject({ ticketId: older })
  })

  it('whom a task leaves is not asked for it again until the cool-down ends', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    const { taskId } = await accepted(desk)
    await returnTask(asAgent(desk, agentId), { taskId, reason: null, code: null })
    // Offered to the same agent, so the router has had its chance at the returned one.
    await desk.addTicket()
    const offer = await onePending(desk)
    expect(offer.taskId).not.toBe(taskId)
    await acceptOffer(desk.context, { offerId: offer.id })
    expect(await agentsAsked(desk, taskId)).toEqual([agentId])
    pass(600_001)
    expect(await onePending(desk)).toMatchObject({ taskId, agentId })
  })

  it('a direct offer that runs out lets the task wait in its queue, where others are asked', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent()
    const { taskId } = await accepted(desk)
    const { enteredAt } = await rowOf(world, taskId)
    const outsider = await desk.addAgent({ queues: ['payments'] })
    await transferTask(asAgent(desk, first), { ...plain, taskId, to: { agentId: outsider } })
    expect(await onePending(desk)).toMatchObject({ agentId: outsider, taskId })
    const third = await desk.addAgent()
    pass(45_001)
    await vi.waitFor(async () => {
      expect(await agentsAsked(desk, taskId)).toEqual([first, outsider, third])
    }, soon)
    expect(await rowOf(world, taskId)).toMatchObject({ enteredAt, queue: 'frontline' })
    expect(await loadOf(world, outsider)).toEqual({ used: 0, reserved: 0 })
  })

  it('a direct offer is taken back when its agent leaves', async () => {
    const desk = await openDesk()
    const first = await desk.addAgent()
    const { taskId } = await accepted(desk)
    const other = await desk.addAgent()
    await transferTask(asAgent(desk, first), { ...plain, taskId, to: { agentId: other } })
    await desk.setPresence(other, 'away')
    await vi.waitFor(async () => expect(await rowOf(world, taskId)).toMatchObject({ state: 'waiting' }), soon)
    expect((await desk.offers('revoked')).map(({ agentId }) => agentId)).toEqual([other])
  })

  it('a parked task is offered to nobody, and unparked it comes first again', async () => {
    const desk = await openDesk()
    const parked = await desk.addTicket()
    const { id: taskId } = await desk.taskOf(parked)
    await parkTask(asSupervisor(desk), { taskId, reason: 'by_hand' })
    pass(60_000)
    await desk.addTicket()
    await desk.addTicket()
    const agentId = await desk.addAgent({ capacityUnits: 20 })
    const offer = await onePending(desk)
    expect(offer.taskId).not.toBe(taskId)
    await unparkTask(asSupervisor(desk), { taskId })
    await acceptOffer(desk.context, { offerId: offer.id })
    expect(await onePending(desk)).toMatchObject({ taskId, agentId })
  })

  it('a raised priority counts at once, and the entry time stays', async () => {
    const desk = await openDesk()
    await desk.addTicket()
    pass(60_000)
    const raised = await desk.addTicket()
    const { id: taskId } = await desk.taskOf(raised)
    const before = await rowOf(world, taskId)
    const priority = { ticketId: raised, update: { priority: 'critical' }, expectedVersion: null }
    await updateTicket(asSupervisor(desk), priority)
    await desk.addAgent({ capacityUnits: 10 })
    expect(await onePending(desk)).toMatchObject({ taskId })
    expect(await rowOf(world, taskId)).toMatchObject({ priority: 'critical', enteredAt: before.enteredAt })
  })

  it('a wrap-up keeps its units from the next task until it ends', async () => {
    const desk = await openDesk((text) =>
      text.replace('      label: Frontline\n', '      label: Frontline\n      wrapup: 2m\n'),
    )
    const agentId = await desk.addAgent({ capacityUnits: 33 })
    const ticketId = await desk.addTicket()
    const offer = await onePending(desk)
    await acceptOffer(desk.context, { offerId: offer.id })
    const { id: taskId } = await desk.taskOf(ticketId)
    await world.query(`update tasks set kind = 'chat' where id = $1`, [taskId])
    await world.query(`update offers set units = 33 where id = $1`, [offer.id])
    await world.query(`update agent_loads set used_units = 33 where agent_id = $1`, [agentId])
    await completeTask(desk.context, { taskId })
    await desk.addTicket()
    // Another agent's ticket shows that the router has seen the one before it.
    const probe = await desk.addAgent({ queues: ['payments'], skills: { payments: 3 } })
    await desk.addTicket({ category: 'payment_processing' })
    expect(await onePending(desk)).toMatchObject({ agentId: probe })
    await endWrapup(asAgent(desk, agentId), { taskId, disposition: null })
    const offers = await pending(desk, 2)
    expect(offers.map((one) => one.agentId)).toContain(agentId)
  })
})
