import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { decodeId, encodeId, newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { createTicket } from '../intake/index.ts'
import { checkInvariants } from '../routing/index.ts'
import { createCall, getCall, hangUpCall, listCalls } from './index.ts'
import { type CallDesk, openCallDesk } from './testing/call-desk.ts'
import { callRequest, takeCall } from './testing/take-call.ts'

let desk: CallDesk
beforeAll(async () => {
  desk = await openCallDesk()
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

const keyOf = (key: string, body = 'a') => ({ key, route: 'POST /v1/calls', fingerprint: Buffer.from(body) })
const countCalls = async (callRef: string, context: Context = desk.context) =>
  (await listCalls(context, { callRef, ticketId: null, before: null, limit: 50 })).length

describe('taking a call in', () => {
  it('makes a ticket of the voice channel with a call task, in one transaction', async () => {
    const made = await desk.call({ issueSummary: 'Cannot sign in', priority: 'high', fields: { line: 4 } })
    expect(made).toMatchObject({ status: 201, state: 'queued', queue: 'frontline' })
    expect(await desk.taskOf(made)).toMatchObject({ kind: 'call', state: 'waiting', priority: 'high' })
    const [ticket] = await desk.home.query(
      'select channel, issue_summary as summary, fields, event_seq as events from tickets where id = $1',
      [made.ticketId],
    )
    expect(ticket).toEqual({ channel: 'voice', summary: 'Cannot sign in', fields: { line: 4 }, events: 4 })
    const events = await desk.eventsOf(made)
    const types = ['ticket.created', 'ticket.classified', 'call.started', 'task.queued']
    expect(events.map(({ type }) => type)).toEqual(types)
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    const { id: callId, callRef } = made
    expect(events[2]?.data).toEqual({ callId, taskId: encodeId('task', made.taskId), callRef })
  })

  it('keeps numbers out of the log', async () => {
    const made = await desk.call({ from: '+34699999999' })
    expect(JSON.stringify(await desk.eventsOf(made))).not.toContain('699999999')
  })

  it('answers a live call again, and makes a new one after its end', async () => {
    const { callRef, callId, id } = await desk.call()
    expect(await desk.call({ callRef })).toMatchObject({ status: 200, id })
    await hangUpCall(desk.context, { callId, by: 'customer' })
    expect(await desk.call({ callRef })).toMatchObject({ status: 201, callRef })
    expect(await countCalls(callRef)).toBe(2)
  })

  it('makes one call of many reports of it from two nodes, among tickets', async () => {
    const callRef = `pbx-${newId()}`
    const { workspace, elsewhere: node } = desk.home
    const elsewhere = node.openContext({ workspace, principal: desk.context.principal, requestId: 'r' })
    const tickets = Array.from({ length: 20 }, () =>
      createTicket(desk.context, { request: { customerId: 'caller-1', channel: 'email' }, key: null }),
    )
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, place) => takeCall(place % 2 === 0 ? desk.context : elsewhere, { callRef })),
    )
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(await Promise.all(tickets)).toHaveLength(20)
    expect(await countCalls(callRef)).toBe(1)
  })

  it('repeats the first answer under a key, also when the call has ended', async () => {
    const request = callRequest()
    const key = keyOf(newId())
    const twins = await Promise.all(Array.from({ length: 10 }, () => createCall(desk.context, { request, key })))
    expect(new Set(twins.map((twin) => `${twin.status} ${twin.body} ${twin.headers['location']}`)).size).toBe(1)
    expect(twins.filter(({ isReplay }) => !isReplay)).toHaveLength(1)
    const other = keyOf(newId())
    const live = await createCall(desk.context, { request, key: other })
    expect(live).toMatchObject({ status: 200, isReplay: false })
    const callId = decodeId('call', (JSON.parse(live.body) as { id: string }).id) ?? ''
    await hangUpCall(desk.context, { callId, by: 'customer' })
    expect(await createCall(desk.context, { request, key: other })).toEqual({ ...live, isReplay: true })
    expect(await createCall(desk.context, { request, key })).toMatchObject({ body: twins[0]?.body, isReplay: true })
    const reused = createCall(desk.context, { request, key: { ...key, fingerprint: Buffer.from('b') } })
    await expect(reused).rejects.toMatchObject({ code: 'idempotency_key_reused' })
  })

  it('refuses a number nobody can dial, and names every field', async () => {
    await expect(desk.call({ from: '600 123', to: 'sip:nobody' })).rejects.toMatchObject({
      code: 'invalid',
      fields: [
        { pointer: '/from', code: 'not_an_address' },
        { pointer: '/to', code: 'not_an_address' },
      ],
    })
    const withheld = await desk.call({ from: 'sip:anonymous@anonymous.invalid', to: 'sips:help@pbx.example' })
    expect(withheld.status).toBe(201)
  })

  it('refuses what the workflow does not know, and whoever may not write tickets of the voice channel', async () => {
    const unknown = desk.call({ serviceLine: 'riddles' })
    await expect(unknown).rejects.toMatchObject({ fields: [{ pointer: '/serviceLine' }] })
    const reader = desk.home.contextOf(principalWith(['ticket:read']))
    await expect(takeCall(reader)).rejects.toMatchObject({ code: 'forbidden' })
    const scope = { channels: new Set(['email']), queues: null }
    const mailer = desk.home.contextOf(principalWith(['ticket:write'], { scope }))
    await expect(takeCall(mailer)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('shows another one’s live call to nobody who may not see it', async () => {
    const { callRef, callId } = await desk.call()
    const partner = desk.home.contextOf(principalWith(['ticket:read', 'ticket:write'], { partnerId: newId() }))
    await expect(takeCall(partner, { callRef })).rejects.toMatchObject({ code: 'conflict' })
    expect(await getCall(partner, { callId })).toBeNull()
    expect(await hangUpCall(partner, { callId, by: 'customer' })).toBeNull()
    expect(await countCalls(callRef, partner)).toBe(0)
    expect(await getCall(desk.context, { callId })).toMatchObject({ endedAt: null })
  })
})
