import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { setPresence } from '../agents/index.ts'
import {
  assignTicket,
  fireCallbackTimer,
  parkTask,
  pauseTask,
  resumeTask,
  returnTask,
  transferTask,
  unassignTicket,
  unparkTask,
} from '../handling/index.ts'
import { checkInvariants, declineOffer } from '../routing/index.ts'
import { claimTimers } from '../timers/index.ts'
import { hangUpCall, requestCallback } from './index.ts'
import { type CallDesk, openCallDesk } from './testing/call-desk.ts'

let desk: CallDesk
beforeAll(async () => {
  desk = await openCallDesk()
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

const hour = 3_600_000
const ask = (callId: string, at: number | null = null) => requestCallback(desk.context, { callId, at })

/** The timer of the one callback that is due within two hours. */
async function claimCallback() {
  const claim = { kinds: ['callback'], limit: 10, leaseMs: 0, aheadMs: 2 * hour } as const
  const [timer] = await desk.context.transaction((tx) => claimTimers(tx, desk.context.workspace.id, claim))
  if (timer === undefined) throw new Error('There is no timer.')
  return timer
}

describe('asking for a callback', () => {
  it('keeps ticket, task, entry time and rank, and ends the call', async () => {
    const call = await desk.call({ priority: 'high' })
    const before = await desk.taskOf(call)
    const ended = await ask(call.callId)
    expect(ended).toMatchObject({ endReason: 'callback', endedBy: 'customer', callbackAt: null })
    expect(await desk.taskOf(call)).toEqual({ ...before, kind: 'callback' })
    expect((await desk.typesOf(call)).slice(4)).toEqual(['task.updated', 'callback.requested'])
    expect(await desk.call({ callRef: call.callRef })).toMatchObject({ status: 201 })
  })

  it('asked again, or hung up after it, changes nothing', async () => {
    const call = await desk.call()
    const ended = await ask(call.callId)
    expect(await ask(call.callId)).toEqual(ended)
    expect(await hangUpCall(desk.context, { callId: call.callId, by: 'customer' })).toEqual(ended)
    expect(await desk.typesOf(call)).toHaveLength(6)
  })

  it('for later waits aside until then, and then at the rank it had', async () => {
    const call = await desk.call()
    const before = await desk.taskOf(call)
    const at = desk.context.now() + hour
    expect(await ask(call.callId, at)).toMatchObject({ callbackAt: at })
    expect(await desk.taskOf(call)).toMatchObject({ kind: 'callback', state: 'paused' })
    const timer = await claimCallback()
    const later: Context = { ...desk.context, now: () => at + 1000 }
    const outcomes = await Promise.all([fireCallbackTimer(later, timer), fireCallbackTimer(later, timer)])
    expect(outcomes.toSorted()).toEqual([false, true])
    expect(await desk.taskOf(call)).toEqual({ ...before, kind: 'callback' })
  })

  it('for later leaves what somebody took by hand meanwhile', async () => {
    const call = await desk.call()
    await ask(call.callId, desk.context.now() + hour)
    const agent = await desk.addAgent()
    await assignTicket(desk.context, { ticketId: call.ticketId, agentId: agent.id })
    await pauseTask(desk.context, { taskId: call.taskId })
    expect(await fireCallbackTimer(desk.context, await claimCallback())).toBe(true)
    expect(await desk.taskOf(call)).toMatchObject({ state: 'paused' })
  })

  it('for later is not in the queue before its time, whoever lets it go on', async () => {
    const call = await desk.call()
    const { callId, taskId, ticketId } = call
    await ask(callId, desk.context.now() + hour)
    const agent = await desk.addAgent()
    const ways = [
      () => resumeTask(desk.context, { taskId }),
      async () => {
        await parkTask(desk.context, { taskId, reason: 'test' })
        await unparkTask(desk.context, { taskId })
      },
      async () => {
        await assignTicket(desk.context, { ticketId, agentId: agent.id })
        await returnTask(desk.context, { taskId, reason: null, code: null })
      },
      async () => {
        await assignTicket(desk.context, { ticketId, agentId: agent.id })
        await unassignTicket(desk.context, { ticketId })
      },
      async () => {
        await assignTicket(desk.context, { ticketId, agentId: agent.id })
        const to = { queue: 'frontline' }
        await transferTask(desk.context, { taskId, to, mode: 'cold', restart: false, force: false, note: null })
      },
      async () => {
        await assignTicket(desk.context, { ticketId, agentId: (await desk.addAgent()).id })
        const to = { agentId: agent.id }
        await setPresence(desk.context, { agentId: agent.id, state: 'available', reason: null, source: 'api' })
        await transferTask(desk.context, { taskId, to, mode: 'cold', restart: false, force: false, note: null })
        const [offer] = await desk.home.query<{ id: string }>(
          `select id from offers where task_id = $1 and state = 'pending'`,
          [taskId],
        )
        await declineOffer(desk.context, { offerId: offer?.id ?? '', reason: null, code: null })
      },
    ]
    for (const letGoOn of ways) {
      await letGoOn()
      expect(await desk.taskOf(call)).toMatchObject({ kind: 'callback', state: 'paused' })
    }
    const later: Context = { ...desk.context, now: () => desk.context.now() + 2 * hour }
    expect(await fireCallbackTimer(later, await claimCallback())).toBe(true)
    expect(await desk.taskOf(call)).toMatchObject({ kind: 'callback', state: 'waiting' })
  })

  it('of a parked call leaves it parked', async () => {
    const call = await desk.call()
    await parkTask(desk.context, { taskId: call.taskId, reason: 'test' })
    expect(await ask(call.callId)).toMatchObject({ endReason: 'callback' })
    expect(await desk.taskOf(call)).toMatchObject({ kind: 'callback', state: 'paused' })
    await unparkTask(desk.context, { taskId: call.taskId })
    expect(await desk.taskOf(call)).toMatchObject({ kind: 'callback', state: 'waiting' })
  })

  it('is refused for an answered call and for one that has ended', async () => {
    const { callId } = await desk.answeredCall()
    await expect(ask(callId)).rejects.toMatchObject({ code: 'conflict' })
    await hangUpCall(desk.context, { callId, by: 'agent' })
    await expect(ask(callId)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is refused for one that has ended to any number at once, each on one connection', async () => {
    const { callId } = await desk.answeredCall()
    await hangUpCall(desk.context, { callId, by: 'agent' })
    const asked = await Promise.allSettled(Array.from({ length: 40 }, () => ask(callId)))
    const codes = asked.map((one) => (one.status === 'rejected' ? (one.reason as { code?: string }).code : 'done'))
    expect(new Set(codes)).toEqual(new Set(['conflict']))
  })

  it('is refused while the number is withheld: nobody could dial it', async () => {
    const call = await desk.call({ from: 'sip:anonymous@anonymous.invalid' })
    const before = await desk.typesOf(call)
    const wrong = ask(call.callId)
    await expect(wrong).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer: '/from', code: 'withheld' }] })
    expect(await desk.taskOf(call)).toMatchObject({ kind: 'call', state: 'waiting' })
    expect(await desk.typesOf(call)).toEqual(before)
  })

  it('is refused for a time that is past or far', async () => {
    const call = await desk.call()
    for (const ms of [-1, 31 * 24 * hour]) {
      const wrong = ask(call.callId, desk.context.now() + ms)
      await expect(wrong).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer: '/at' }] })
    }
    expect(await desk.taskOf(call)).toMatchObject({ kind: 'call', state: 'waiting' })
  })

  it('of nothing is null', async () => {
    expect(await ask(newId())).toBeNull()
  })
})
