import { afterAll, describe, expect, it } from 'vitest'
import { asAgent, asSupervisor, eventsOf, holdTask, loadOf, refusalOf, rowOf } from '../../jobs/testing/moving-desk.ts'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import { watchDesks } from '../../jobs/testing/watched-desks.ts'
import { takeCall } from '../voice/testing/take-call.ts'
import {
  addMessage,
  assignTicket,
  assignToFirstFree,
  cancelTask,
  completeTask,
  parkTask,
  pauseTask,
  pullTask,
  requeueTask,
  resumeTask,
  returnTask,
  transferTask,
  transitionTicket,
  unparkTask,
} from './index.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
afterAll(world.close)

async function waiting(desk: Desk): Promise<{ ticketId: string; taskId: string }> {
  const ticketId = await desk.addTicket()
  return { ticketId, taskId: (await desk.taskOf(ticketId)).id }
}
/** Offers a waiting task to an agent, past the router. */
async function offerTo(desk: Desk, taskId: string, agentId: string): Promise<void> {
  const to = { agentId }
  await transferTask(desk.context, { taskId, to, mode: 'cold', restart: false, force: false, note: null })
}
const typesSince = async (ticketId: string, before: number) =>
  (await eventsOf(world, ticketId, before)).map(({ type }) => type)

describe('giving a task to the first who is free', () => {
  it('counts as free who is asked already, whose room is kept for the answer', async () => {
    const desk = await openDesk()
    const { ticketId, taskId } = await waiting(desk)
    const [full, asked] = [await desk.addAgent({ capacityUnits: 9 }), await desk.addAgent({ capacityUnits: 10 })]
    const give = (agentIds: readonly string[]) => assignToFirstFree(desk.context, { ticketId, agentIds })
    expect(await give([full])).toBeNull()
    await offerTo(desk, taskId, asked)
    expect(await give([full, asked])).toBe(asked)
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId: asked })
    expect(await loadOf(world, asked)).toEqual({ used: 10, reserved: 0 })
  })
})

describe('pulling a task', () => {
  it('gives a waiting task to who pulls it, and only once', async () => {
    const desk = await openDesk()
    const { ticketId, taskId } = await waiting(desk)
    const agents = await Promise.all([desk.addAgent(), desk.addAgent(), desk.addAgent()])
    const before = (await eventsOf(world, ticketId)).length
    const pulls = await Promise.allSettled(
      agents.map((agentId) => pullTask(asAgent(desk, agentId), { taskId, agentId: null })),
    )
    expect(pulls.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const { reason } of pulls.filter((one) => one.status === 'rejected')) {
      expect(reason).toMatchObject({ code: 'conflict', details: { lostTo: 'active' } })
    }
    const row = await rowOf(world, taskId)
    expect(row).toMatchObject({ state: 'active', assigneeId: row.agentId })
    expect(await loadOf(world, row.agentId ?? '')).toEqual({ used: 10, reserved: 0 })
    expect(await typesSince(ticketId, before)).toEqual(['ticket.assigned', 'task.pulled'])
  })

  it('asks for presence and room, as an offer does', async () => {
    const desk = await openDesk()
    const { taskId } = await waiting(desk)
    const full = await desk.addAgent({ capacityUnits: 9 })
    const away = await desk.addAgent()
    await desk.setPresence(away, 'away')
    const pull = (agentId: string) => refusalOf(pullTask(asAgent(desk, agentId), { taskId, agentId: null }))
    expect(await pull(full)).toMatchObject({ code: 'over_capacity', reason: { code: 'no_capacity' } })
    expect(await pull(away)).toMatchObject({ code: 'over_capacity', reason: { code: 'presence' } })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'waiting', agentId: null })
  })

  it('interrupts the work that an offer of its kind would, and only that', async () => {
    const desk = await openDesk()
    const agentId = await desk.addAgent()
    await holdTask(desk, agentId)
    const [call, second] = [await takeCall(desk.context), await takeCall(desk.context)]
    const pull = (taskId: string) => pullTask(asAgent(desk, agentId), { taskId, agentId: null })
    await pull(call.taskId)
    expect(await loadOf(world, agentId)).toEqual({ used: 110, reserved: 0 })
    expect(await refusalOf(pull(second.taskId))).toMatchObject({ reason: { code: 'no_capacity' } })
    const patient = await desk.addAgent({ unitOverrides: { call: { interrupts: [] } } })
    await holdTask(desk, patient)
    const refused = refusalOf(pullTask(asAgent(desk, patient), { taskId: second.taskId, agentId: null }))
    expect(await refused).toMatchObject({ reason: { text: '10 of 100 units are taken, this costs 100' } })
    expect(await desk.brokenInvariants()).toEqual([])
  })

  it('loses to an offer that stands, to a pause and to the end of the work', async () => {
    const desk = await openDesk()
    const { taskId } = await waiting(desk)
    const [asked, other] = [await desk.addAgent(), await desk.addAgent()]
    const pull = () => refusalOf(pullTask(asAgent(desk, other), { taskId, agentId: null }))
    await offerTo(desk, taskId, asked)
    expect(await pull()).toMatchObject({ code: 'conflict', lostTo: 'offered' })
    await pauseTask(desk.context, { taskId })
    expect(await pull()).toMatchObject({ lostTo: 'paused' })
    await cancelTask(desk.context, { taskId, reason: 'by_hand' })
    expect(await pull()).toMatchObject({ lostTo: 'cancelled' })
  })

  it('is for oneself, or for anybody by who may act for all', async () => {
    const desk = await openDesk()
    const { taskId } = await waiting(desk)
    const [one, other] = [await desk.addAgent(), await desk.addAgent()]
    expect((await refusalOf(pullTask(asAgent(desk, one), { taskId, agentId: other }))).code).toBe('forbidden')
    const nobody = refusalOf(pullTask(asSupervisor(desk), { taskId, agentId: null }))
    expect(await nobody).toMatchObject({ code: 'invalid', at: '/agentId' })
    await pullTask(asSupervisor(desk), { taskId, agentId: other })
    expect(await rowOf(world, taskId)).toMatchObject({ agentId: other })
  })
})

describe('returning a task', () => {
  it('lets it wait at its rank, and keeps it from its agent for a while', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await holdTask(desk)
    const { enteredAt } = await rowOf(world, taskId)
    const before = (await eventsOf(world, ticketId)).length
    world.advance(60_000)
    await returnTask(asAgent(desk, agentId), { taskId, reason: 'My shift ends.', code: 'shift_over' })
    const row = await rowOf(world, taskId)
    expect(row).toMatchObject({ state: 'waiting', agentId: null, assigneeId: null, enteredAt })
    expect(row.exclusions[agentId]).toBeGreaterThanOrEqual(enteredAt + 660_000)
    expect(await loadOf(world, agentId)).toEqual({ used: 0, reserved: 0 })
    expect(await typesSince(ticketId, before)).toEqual(['message.added', 'ticket.unassigned', 'task.returned'])
  })

  it('is for work in hand, by who has it', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const other = await desk.addAgent()
    const back = (agent: string) => returnTask(asAgent(desk, agent), { taskId, reason: null, code: null })
    expect((await refusalOf(back(other))).code).toBe('forbidden')
    await back(agentId)
    const again = returnTask(asSupervisor(desk), { taskId, reason: null, code: null })
    expect(await refusalOf(again)).toMatchObject({ code: 'conflict', lostTo: 'waiting' })
  })
})

describe('putting a task back in its queue', () => {
  it('takes it from its agent at its old rank, and from who is asked for it', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const { enteredAt } = await rowOf(world, taskId)
    await requeueTask(asSupervisor(desk), { taskId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'waiting', assigneeId: null, enteredAt })
    const other = await desk.addAgent()
    await offerTo(desk, taskId, other)
    await requeueTask(asSupervisor(desk), { taskId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'waiting', agentId: null, enteredAt })
    expect([await loadOf(world, agentId), await loadOf(world, other)]).toEqual([
      { used: 0, reserved: 0 },
      { used: 0, reserved: 0 },
    ])
    expect((await desk.offers()).filter((offer) => offer.taskId === taskId).map(({ state }) => state)).toEqual([
      'accepted',
      'cancelled',
    ])
  })

  it('changes nothing of a task that waits, and leaves paused work paused', async () => {
    const desk = await openDesk()
    const { ticketId, taskId } = await waiting(desk)
    const before = (await eventsOf(world, ticketId)).length
    await requeueTask(asSupervisor(desk), { taskId })
    expect(await typesSince(ticketId, before)).toEqual([])
    const held = await holdTask(desk)
    await pauseTask(desk.context, { taskId: held.taskId })
    await requeueTask(asSupervisor(desk), { taskId: held.taskId })
    expect(await rowOf(world, held.taskId)).toMatchObject({ state: 'paused', agentId: null })
  })

  it('is for who may act for all agents', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const own = asAgent(desk, agentId)
    expect((await refusalOf(requeueTask(own, { taskId }))).code).toBe('forbidden')
    expect((await refusalOf(parkTask(own, { taskId, reason: 'by_hand' }))).code).toBe('forbidden')
    expect((await refusalOf(unparkTask(own, { taskId }))).code).toBe('forbidden')
  })
})

describe('parking a task', () => {
  it('keeps its rank, and nothing but unparking wakes it', async () => {
    const desk = await openDesk()
    const { ticketId, taskId } = await waiting(desk)
    const { enteredAt } = await rowOf(world, taskId)
    await parkTask(asSupervisor(desk), { taskId, reason: 'known_outage' })
    const parked = await rowOf(world, taskId)
    expect(parked).toMatchObject({ state: 'paused', enteredAt })
    expect(parked.parkedAt).not.toBeNull()
    expect(await refusalOf(resumeTask(desk.context, { taskId }))).toMatchObject({ lostTo: 'parked' })
    await parkTask(asSupervisor(desk), { taskId, reason: 'twice' })
    await unparkTask(asSupervisor(desk), { taskId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'waiting', parkedAt: null, enteredAt })
    const events = (await eventsOf(world, ticketId)).filter(({ type }) => type.startsWith('task.'))
    expect(events.map(({ type }) => type)).toEqual(['task.queued', 'task.parked', 'task.unparked'])
  })

  it('outlasts the ticket’s waiting for the customer, and unparked meanwhile it waits for that', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await holdTask(desk)
    await transitionTicket(desk.context, { ticketId, to: 'diagnosing' })
    await requeueTask(asSupervisor(desk), { taskId })
    await parkTask(asSupervisor(desk), { taskId, reason: 'by_hand' })
    const said = { ticketId, visibility: 'public', clientId: null, lastSeenSeq: null } as const
    const hold = () => transitionTicket(desk.context, { ticketId, to: 'waiting_customer' })
    const answer = () => addMessage(desk.context, { ...said, body: 'Here it is.', asCustomer: true })
    await hold()
    await answer()
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'paused' })
    await hold()
    await unparkTask(asSupervisor(desk), { taskId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'paused', parkedAt: null })
    await answer()
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'waiting', agentId: null })
    expect(await loadOf(world, agentId)).toEqual({ used: 0, reserved: 0 })
  })

  it('takes a pending offer back, refuses work in hand, and ends when somebody is given the task', async () => {
    const desk = await openDesk()
    const { ticketId, taskId } = await waiting(desk)
    const agentId = await desk.addAgent()
    await offerTo(desk, taskId, agentId)
    await parkTask(asSupervisor(desk), { taskId, reason: 'by_hand' })
    expect(await desk.offers('pending')).toEqual([])
    await assignTicket(desk.context, { ticketId, agentId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', parkedAt: null })
    expect(await refusalOf(parkTask(asSupervisor(desk), { taskId, reason: 'by_hand' }))).toMatchObject({
      lostTo: 'active',
    })
    await completeTask(desk.context, { taskId })
  })
})
