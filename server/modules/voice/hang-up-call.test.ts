import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { cancelTask, completeTask, pauseTask } from '../handling/index.ts'
import { checkInvariants } from '../routing/index.ts'
import { getCall, hangUpCall, requestCallback } from './index.ts'
import { type CallDesk, openCallDesk } from './testing/call-desk.ts'

let desk: CallDesk
beforeAll(async () => {
  desk = await openCallDesk()
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

const unitsOf = async (agentId: string) =>
  (
    await desk.home.query<{ used: number }>('select used_units as used from agent_loads where agent_id = $1', [agentId])
  )[0]?.used

describe('hanging up', () => {
  it('abandons a call that waits, once', async () => {
    const call = await desk.call()
    for (const by of ['customer', 'agent'] as const) {
      const ended = await hangUpCall(desk.context, { callId: call.callId, by })
      expect(ended).toMatchObject({ endReason: 'abandoned', endedBy: 'customer', task: { state: 'abandoned' } })
    }
    expect((await desk.typesOf(call)).slice(4)).toEqual([
      'ticket.updated',
      'ticket.closed',
      'task.abandoned',
      'call.abandoned',
    ])
  })

  it('ends an answered call with its task and frees the agent', async () => {
    const call = await desk.answeredCall()
    const { callId, agentId } = call
    expect(await unitsOf(agentId)).toBe(100)
    expect(await getCall(desk.context, { callId })).toMatchObject({ task: { state: 'active', agentId } })
    const ended = await hangUpCall(desk.context, { callId, by: 'customer' })
    expect(ended).toMatchObject({ endReason: 'hung_up', endedBy: 'customer', task: { state: 'done' } })
    expect(ended?.answeredAt).not.toBeNull()
    expect(await unitsOf(agentId)).toBe(0)
    expect((await desk.typesOf(call)).slice(-2)).toEqual(['task.completed', 'call.ended'])
  })

  it('ends a call on hold as an answered one', async () => {
    const { callId, taskId } = await desk.answeredCall()
    await pauseTask(desk.context, { taskId })
    const ended = await hangUpCall(desk.context, { callId, by: 'agent' })
    expect(ended).toMatchObject({ endReason: 'hung_up', task: { state: 'done' } })
  })

  it('happens by itself when the task ends another way', async () => {
    for (const end of [completeTask, cancelTask]) {
      const { callId, taskId } = await desk.answeredCall()
      await end(desk.context, { taskId, reason: 'test' })
      expect(await getCall(desk.context, { callId })).toMatchObject({ endReason: 'task_ended', endedBy: 'system' })
    }
  })

  it('happens once when both sides say so together', async () => {
    const call = await desk.answeredCall()
    const sides = ['customer', 'agent', 'customer', 'agent', 'customer', 'agent'] as const
    await Promise.all(sides.map((by) => hangUpCall(desk.context, { callId: call.callId, by })))
    expect((await desk.typesOf(call)).filter((type) => type === 'call.ended')).toHaveLength(1)
  })

  it('and asking for a callback at once leaves one of the two', async () => {
    for (let round = 0; round < 5; round++) {
      const call = await desk.call()
      const asked = requestCallback(desk.context, { callId: call.callId, at: null }).then(
        () => true,
        () => false,
      )
      const [isAsked] = await Promise.all([asked, hangUpCall(desk.context, { callId: call.callId, by: 'customer' })])
      const { kind, state } = await desk.taskOf(call)
      expect([kind, state]).toEqual(isAsked ? ['callback', 'waiting'] : ['call', 'abandoned'])
      const types = await desk.typesOf(call)
      const ends = types.filter((type) => type === 'call.abandoned' || type === 'callback.requested')
      expect(ends).toEqual([isAsked ? 'callback.requested' : 'call.abandoned'])
    }
  })

  it('of nothing is null', async () => {
    expect(await hangUpCall(desk.context, { callId: newId(), by: 'agent' })).toBeNull()
  })
})
