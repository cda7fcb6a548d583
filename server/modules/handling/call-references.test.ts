import { afterAll, describe, expect, it } from 'vitest'
import { acceptPending, asAgent, asSupervisor, eventsOf, rowOf } from '../../jobs/testing/moving-desk.ts'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import { watchDesks } from '../../jobs/testing/watched-desks.ts'
import { encodeId } from '../../platform/ids.ts'
import { requestCallback } from '../voice/index.ts'
import { type TakenCall, takeCall } from '../voice/testing/take-call.ts'
import {
  assignTicket,
  consultAgent,
  pauseTask,
  pullTask,
  requeueTask,
  resumeTask,
  returnTask,
  transferTask,
  unassignTicket,
  updateTicket,
} from './index.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
afterAll(world.close)

const plain = { mode: 'cold', restart: false, force: false, note: null } as const

/** A live call, or one that is called back. */
const kinds = {
  call: (desk: Desk) => takeCall(desk.context),
  callback: async (desk: Desk) => {
    const call = await takeCall(desk.context)
    await requestCallback(desk.context, { callId: call.callId, at: null })
    return call
  },
}

type Move = (desk: Desk, held: TakenCall & { holder: string; other: string }) => Promise<unknown>

/** By what is done with work in hand: the call itself, and the events by which it comes to another agent or queue. */
const moves: Record<string, [Move, string[]]> = {
  'a cold transfer to a queue': [
    (desk, { taskId, holder }) => transferTask(asAgent(desk, holder), { ...plain, taskId, to: { queue: 'payments' } }),
    ['task.transferred'],
  ],
  'a cold transfer to an agent': [
    async (desk, { taskId, holder, other }) => {
      await transferTask(asAgent(desk, holder), { ...plain, taskId, to: { agentId: other } })
      await acceptPending(desk, taskId)
    },
    ['task.transferred', 'offer.created', 'offer.accepted'],
  ],
  'a warm transfer': [
    async (desk, { taskId, holder, other }) => {
      await consultAgent(asAgent(desk, holder), { taskId, agentId: other, note: null })
      await transferTask(asAgent(desk, holder), { ...plain, taskId, to: { agentId: other }, mode: 'warm' })
    },
    ['task.consult_requested', 'task.transferred', 'task.consult_ended'],
  ],
  'a forced transfer': [
    (desk, { taskId, other }) =>
      transferTask(asSupervisor(desk), { ...plain, taskId, to: { agentId: other }, force: true }),
    ['task.transferred'],
  ],
  'giving it back, and pulling it': [
    async (desk, { taskId, holder, other }) => {
      await returnTask(asAgent(desk, holder), { taskId, code: null, reason: null })
      await pullTask(asAgent(desk, other), { taskId, agentId: null })
    },
    ['task.returned', 'task.pulled'],
  ],
  'a pause, and its end': [
    async (desk, { taskId, holder }) => {
      await pauseTask(asAgent(desk, holder), { taskId })
      await resumeTask(asAgent(desk, holder), { taskId })
    },
    ['task.paused', 'task.resumed'],
  ],
  'putting it back in its queue': [
    (desk, { taskId }) => requeueTask(asSupervisor(desk), { taskId }),
    ['task.requeued'],
  ],
  'an assignment by hand': [
    (desk, { ticketId, other }) => assignTicket(desk.context, { ticketId, agentId: other }),
    ['task.updated'],
  ],
  'the end of an assignment': [(desk, { ticketId }) => unassignTicket(desk.context, { ticketId }), ['task.queued']],
  'another queue of its ticket': [
    (desk, { ticketId }) =>
      updateTicket(desk.context, { ticketId, update: { queue: 'payments' }, expectedVersion: null }),
    ['task.updated'],
  ],
}

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('a %s in hand', (kind) => {
  it.each(Object.keys(moves))('is named for its exchange by the events of %s', async (name) => {
    const [move, expected] = moves[name] ?? [() => Promise.resolve(), []]
    const desk = await openDesk()
    const call = await kinds[kind](desk)
    const holder = await desk.addAgent({ queues: ['frontline', 'payments'] })
    const other = await desk.addAgent({ queues: ['frontline', 'payments'] })
    await assignTicket(desk.context, { ticketId: call.ticketId, agentId: holder })
    const before = (await eventsOf(world, call.ticketId)).length
    await move(desk, { ...call, holder, other })
    const told = await eventsOf(world, call.ticketId, before)
    const moved = told.filter(({ type }) => expected.includes(type))
    expect(moved.map(({ type }) => type)).toEqual(expected)
    for (const { type, data } of moved) expect(data['callRef'], type).toBe(call.callRef)
  })

  it('is named with the agent by the event of an assignment by hand', async () => {
    const desk = await openDesk()
    const { ticketId, taskId, callRef } = await kinds[kind](desk)
    const agentId = await desk.addAgent()
    await assignTicket(desk.context, { ticketId, agentId })
    const assigned = (await eventsOf(world, ticketId)).findLast(({ type }) => type === 'task.updated')
    expect(assigned?.data).toMatchObject({ callRef, agentId: encodeId('agent', agentId) })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId })
  })
})

it('work that is no call names none', async () => {
  const desk = await openDesk()
  const ticketId = await desk.addTicket({ serviceLine: 'game-support' })
  const agentId = await desk.addAgent()
  await assignTicket(desk.context, { ticketId, agentId })
  for (const { data } of await eventsOf(world, ticketId)) expect(data).not.toHaveProperty('callRef')
})
