import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { readMessages, readTimeline } from '../tickets/index.ts'
import { addMessage, assignTicket, updateTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const said = (ticketId: string, more: object = {}) => ({
  ticketId,
  body: 'Hello',
  visibility: 'public' as const,
  clientId: null,
  asCustomer: false,
  lastSeenSeq: null,
  ...more,
})

describe('saying something on a ticket', () => {
  it('answers the first response and starts the next clocks', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket()
    const added = await addMessage(desk.as(agent), said(ticket.id))
    expect(added?.message).toMatchObject({ seq: 1, author: { kind: 'agent', name: 'Ana' } })
    const states = Object.fromEntries((added?.ticket.clocks ?? []).map((clock) => [clock.metric, clock.state]))
    expect(states).toMatchObject({ firstResponse: 'met' })
    expect(await desk.eventTypes(ticket)).toContain('sla.met')
    const answered = await addMessage(desk.context, said(ticket.id, { asCustomer: true }))
    expect(answered?.ticket.clocks.find((clock) => clock.metric === 'nextResponse')?.state).toBe('running')
  })

  it('by a bot answers no clock, and stands in its name', async () => {
    const bot = await desk.addAgent({ kind: 'bot', name: 'Answer bot' })
    const ticket = await desk.ticket()
    const added = await addMessage(desk.context, said(ticket.id, { asAgentId: bot.id }))
    expect(added?.message.author).toMatchObject({ kind: 'agent', id: bot.id, name: 'Answer bot' })
    expect(added?.ticket.clocks.find((clock) => clock.metric === 'firstResponse')?.state).toBe('running')
    const person = await desk.addAgent()
    const answered = await addMessage(desk.context, said(ticket.id, { asAgentId: person.id }))
    expect(answered?.ticket.clocks.find((clock) => clock.metric === 'firstResponse')?.state).toBe('met')
  })

  it('as an agent is for who may act for it, and never for the customer too', async () => {
    const bot = await desk.addAgent({ kind: 'bot' })
    const ticket = await desk.ticket()
    const asBot = (context: Context, more: object = {}) =>
      addMessage(context, said(ticket.id, { asAgentId: bot.id, ...more }))
    const other = desk.home.contextOf(principalWith(['ticket:read', 'message:write', 'offer:act']))
    await expect(asBot(other)).rejects.toMatchObject({ code: 'forbidden' })
    const field = { pointer: '/agentId' }
    await expect(asBot(desk.context, { asCustomer: true })).rejects.toMatchObject({ code: 'invalid', fields: [field] })
    const nobody = asBot(desk.context, { asAgentId: newId() })
    await expect(nobody).rejects.toMatchObject({ code: 'invalid', fields: [field] })
  })

  it('is said once for one client id, whoever races', async () => {
    const ticket = await desk.ticket()
    const twins = await Promise.all(
      Array.from({ length: 8 }, () => addMessage(desk.context, said(ticket.id, { clientId: 'twin' }))),
    )
    expect(new Set(twins.map((added) => added?.message.id)).size).toBe(1)
    expect(await readMessages(desk.context, { ticketId: ticket.id, after: 0, limit: 50 })).toHaveLength(1)
  })

  it('is refused under a client id that another message has, which stays as it was said', async () => {
    const ticket = await desk.ticket()
    const first = await addMessage(desk.context, said(ticket.id, { clientId: 'one', body: 'As it was' }))
    for (const other of [{ body: 'Something else' }, { body: 'As it was', visibility: 'internal' as const }])
      await expect(addMessage(desk.context, said(ticket.id, { clientId: 'one', ...other }))).rejects.toMatchObject({
        code: 'conflict',
        details: { messageId: encodeId('message', first?.message.id ?? '') },
      })
    const messages = await readMessages(desk.context, { ticketId: ticket.id, after: 0, limit: 50 })
    expect(messages?.map((message) => message.body)).toEqual(['As it was'])
  })

  it('numbers messages without holes when many speak at once', async () => {
    const ticket = await desk.ticket({ message: 'First' })
    await Promise.all(Array.from({ length: 12 }, () => addMessage(desk.context, said(ticket.id))))
    const messages = await readMessages(desk.context, { ticketId: ticket.id, after: 0, limit: 50 })
    expect(messages?.map((message) => message.seq)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1))
  })

  it('refuses a reply by somebody who has not seen the newest public message', async () => {
    const ticket = await desk.ticket({ message: 'First' })
    await addMessage(desk.context, said(ticket.id, { asCustomer: true }))
    await expect(addMessage(desk.context, said(ticket.id, { lastSeenSeq: 1 }))).rejects.toMatchObject({
      code: 'conflict',
      details: { newerSeqs: [2] },
    })
    expect(await addMessage(desk.context, said(ticket.id, { lastSeenSeq: 2 }))).not.toBeNull()
  })

  it('keeps notes from partners and customers, and needs its own permission', async () => {
    const ticket = await desk.ticket()
    await addMessage(desk.context, said(ticket.id, { visibility: 'internal', body: 'secret' }))
    await addMessage(desk.context, said(ticket.id))
    const customer = desk.home.contextOf(
      principalWith(['ticket:read', 'message:read'], { kind: 'customer', id: ticket.customer.id }),
    )
    // A customer reads one ticket, its own.
    const page = { ticketId: ticket.id, after: 0, limit: 50 }
    await expect(readMessages(customer, page)).resolves.toMatchObject([{ visibility: 'public' }])
    const writer = desk.home.contextOf(principalWith(['ticket:read', 'message:write']))
    await expect(addMessage(writer, said(ticket.id, { visibility: 'internal' }))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('shows events and messages in one order', async () => {
    const ticket = await desk.ticket({ message: 'First' })
    await addMessage(desk.context, said(ticket.id, { body: 'Second' }))
    const timeline = await readTimeline(desk.context, { ticketId: ticket.id, after: 0, limit: 100 })
    expect(timeline?.map((item) => (item.kind === 'message' ? item.message.body : item.event.type))).toEqual([
      'ticket.created',
      'First',
      'ticket.classified',
      'task.queued',
      'Second',
      'sla.met',
    ])
  })

  it('is not there for a ticket of another channel, or of another workspace', async () => {
    const ticket = await desk.ticket()
    const scope = { channels: new Set(['voice']), queues: null }
    const outside = desk.home.contextOf(principalWith(['*'], { scope }))
    expect(await addMessage(outside, said(ticket.id))).toBeNull()
    expect(await assignTicket(outside, { ticketId: ticket.id, agentId: ticket.id })).toBeNull()
    expect(
      await updateTicket(outside, { ticketId: ticket.id, update: { tags: ['x'] }, expectedVersion: null }),
    ).toBeNull()
  })
})
