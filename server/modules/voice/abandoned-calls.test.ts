import { afterAll, describe, expect, it } from 'vitest'
import { openCase } from '../cases/index.ts'
import { assignTicket } from '../handling/index.ts'
import { checkInvariants } from '../routing/index.ts'
import { getTicket } from '../tickets/index.ts'
import { getCall, hangUpCall, requestCallback } from './index.ts'
import { type CallDesk, openCallDesk } from './testing/call-desk.ts'

const desks: CallDesk[] = []
afterAll(async () => {
  for (const desk of desks) {
    expect(await checkInvariants(desk.context)).toEqual([])
    await desk.close()
  }
})

async function open(setting: string): Promise<CallDesk> {
  const desk = await openCallDesk((text) => text.replace('      lastAgent: 10m\n', `      lastAgent: 10m\n${setting}`))
  desks.push(desk)
  return desk
}
const inReview = {
  reason: 'fraud_suspected',
  severity: null,
  lane: null,
  note: null,
  evidence: [],
  trigger: null,
}
const ticketOf = async (desk: CallDesk, ticketId: string) => await getTicket(desk.context, { ticketId })
const outcomeOf = async (desk: CallDesk, call: Parameters<CallDesk['eventsOf']>[0]) =>
  (await desk.eventsOf(call)).find(({ type }) => type === 'call.abandoned')?.data['outcome']

describe('a call given up while it waited', () => {
  it('closes its ticket, past the guards, unless its queue says otherwise', async () => {
    const desk = await open('')
    const call = await desk.call()
    for (const by of ['customer', 'agent'] as const) await hangUpCall(desk.context, { callId: call.callId, by })
    const ticket = await ticketOf(desk, call.ticketId)
    expect(ticket).toMatchObject({ status: 'closed', statusCategory: 'closed', tags: ['call-abandoned'] })
    expect(ticket?.closedAt).not.toBeNull()
    expect(await outcomeOf(desk, call)).toBe('close')
    expect((await desk.typesOf(call)).filter((type) => type === 'ticket.closed')).toHaveLength(1)
    const timers = await desk.home.query("select 1 from timers where subject_id = $1 and kind = 'sla'", [call.ticketId])
    expect(timers).toEqual([])
  })

  it('is called back at its place where the queue says so, once', async () => {
    const desk = await open('      abandonedCalls: callback\n')
    const call = await desk.call()
    const { enteredAt } = await desk.taskOf(call)
    for (const by of ['customer', 'agent'] as const) await hangUpCall(desk.context, { callId: call.callId, by })
    expect(await desk.taskOf(call)).toMatchObject({ kind: 'callback', state: 'waiting', enteredAt })
    expect(await getCall(desk.context, { callId: call.callId })).toMatchObject({ endReason: 'abandoned' })
    expect(await outcomeOf(desk, call)).toBe('callback')
    expect((await desk.typesOf(call)).filter((type) => type === 'callback.requested')).toHaveLength(1)
    expect(await ticketOf(desk, call.ticketId)).toMatchObject({ statusCategory: 'new', tags: ['call-abandoned'] })
    await requestCallback(desk.context, { callId: call.callId, at: null })
    expect(await desk.taskOf(call)).toMatchObject({ kind: 'callback', state: 'waiting' })
  })

  it('is left for somebody to decide where the queue says so, or nobody can be called back', async () => {
    const asked = await open('      abandonedCalls: keep\n')
    const withheld = await open('      abandonedCalls: callback\n')
    for (const [desk, from] of [
      [asked, '+34600123456'],
      [withheld, 'sip:anonymous@anonymous.invalid'],
    ] as const) {
      const call = await desk.call({ from })
      await hangUpCall(desk.context, { callId: call.callId, by: 'customer' })
      expect(await desk.taskOf(call)).toMatchObject({ kind: 'call', state: 'abandoned' })
      expect(await ticketOf(desk, call.ticketId)).toMatchObject({ statusCategory: 'new', tags: ['call-abandoned'] })
      expect(await outcomeOf(desk, call)).toBe('keep')
    }
  })

  it('is left for somebody to decide while a case of its ticket is open', async () => {
    const desk = await open('')
    const call = await desk.call()
    await desk.context.transaction((tx) => openCase(tx, desk.context, { ...inReview, ticketId: call.ticketId }))
    await hangUpCall(desk.context, { callId: call.callId, by: 'customer' })
    expect(await desk.taskOf(call)).toMatchObject({ kind: 'call', state: 'abandoned' })
    expect(await ticketOf(desk, call.ticketId)).toMatchObject({ statusCategory: 'new', tags: ['call-abandoned'] })
    expect(await outcomeOf(desk, call)).toBe('keep')
  })

  it('loses to whoever takes it at the same moment', async () => {
    const desk = await open('')
    for (let round = 0; round < 5; round++) {
      const call = await desk.call()
      const agent = await desk.addAgent()
      await Promise.all([
        assignTicket(desk.context, { ticketId: call.ticketId, agentId: agent.id }),
        hangUpCall(desk.context, { callId: call.callId, by: 'customer' }),
      ])
      const ended = await getCall(desk.context, { callId: call.callId })
      const ticket = await ticketOf(desk, call.ticketId)
      const isAbandoned = ended?.endReason === 'abandoned'
      expect(ticket?.statusCategory === 'closed').toBe(isAbandoned)
      expect(ticket?.tags).toEqual(isAbandoned ? ['call-abandoned'] : [])
    }
  })
})
