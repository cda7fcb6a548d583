import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { decodeId, encodeId, newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import type { Agent } from '../agents/index.ts'
import { addMessage } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { checkInvariants } from '../routing/index.ts'
import { getTicket, readMessages } from '../tickets/index.ts'
import { createTicket } from './create-ticket.ts'
import { createTickets } from './create-tickets.ts'
import type { TicketRequest } from './ticket-request.ts'

let desk: Desk
let agent: Agent
beforeAll(async () => {
  desk = await openDesk()
  agent = await desk.addAgent({ name: 'Ines Duarte' })
})
afterAll(() => desk.close())

const requestOf = (more: Partial<TicketRequest> = {}): TicketRequest => ({
  customerId: 'customer-1',
  channel: 'voice',
  serviceLine: 'game-support',
  issueSummary: 'Cannot join a ranked lobby',
  ...more,
})
const create = async (context: Context, more: Partial<TicketRequest>, key: string | null = null) => {
  const keyed = key === null ? null : { key, route: 'POST /v1/tickets', fingerprint: Buffer.from(key) }
  const created = await createTicket(context, { request: requestOf(more), key: keyed })
  const ticket = JSON.parse(created.answer)
  return { ...created, ticket, ticketId: decodeId('ticket', ticket.id) ?? '' }
}
const messagesOf = async (ticketId: string) =>
  (await readMessages(desk.context, { ticketId, after: 0, limit: 10 }))?.map(({ author, visibility, body }) => ({
    by: author.kind,
    visibility,
    body,
  }))
const clocksOf = async (ticketId: string) =>
  Object.fromEntries(
    ((await getTicket(desk.context, { ticketId }))?.clocks ?? []).map(({ metric, state }) => [metric, state]),
  )
const eventsOf = (ticketId: string) =>
  desk.home.query<{ type: string; data: object; actor: { kind: string; id: string } }>(
    'select type, data, actor from events where ticket_id = $1 order by seq',
    [ticketId],
  )
const countTickets = async () => {
  const [row] = await desk.home.query<{ count: number }>('select count(*)::int as count from tickets')
  return row?.count ?? 0
}
const say = (context: Context, ticketId: string, asCustomer: boolean) =>
  addMessage(context, { ticketId, body: 'Hello', visibility: 'public', clientId: null, asCustomer, lastSeenSeq: null })

describe('a ticket that an agent takes down', () => {
  it('holds the customer’s words, who is owed a first response', async () => {
    const { ticket, ticketId } = await create(desk.as(agent), { message: 'It stays black since noon.' })
    expect(ticket).toMatchObject({ openedBy: 'customer', assignee: null, status: 'classified' })
    expect(await messagesOf(ticketId)).toEqual([
      { by: 'customer', visibility: 'public', body: 'It stays black since noon.' },
    ])
    expect(await clocksOf(ticketId)).toMatchObject({ firstResponse: 'running', resolution: 'running' })
    const [first] = await eventsOf(ticketId)
    expect(first).toMatchObject({ type: 'ticket.created', actor: { kind: 'agent', id: agent.id } })
    expect(first?.data).not.toHaveProperty('openedBy')
  })
})

describe('a ticket that an agent opens by writing to the customer', () => {
  const written = { openedBy: 'agent', channel: 'email', message: 'Your refund is on its way.' } as const

  it('begins with the agent’s message and owes no first response until the customer has written', async () => {
    const { ticket, ticketId } = await create(desk.as(agent), { ...written, priority: 'high' })
    expect(ticket).toMatchObject({ openedBy: 'agent', sla: { firstResponse: null, resolution: { state: 'running' } } })
    expect(await messagesOf(ticketId)).toEqual([{ by: 'agent', visibility: 'public', body: written.message }])
    expect((await eventsOf(ticketId)).slice(0, 2)).toMatchObject([
      { type: 'ticket.created', data: { openedBy: 'agent' } },
      { type: 'message.added', data: { authorKind: 'agent', visibility: 'public' } },
    ])
    expect(await clocksOf(ticketId)).not.toHaveProperty('firstResponse')

    await say(desk.context, ticketId, true)
    expect(await clocksOf(ticketId)).toMatchObject({ firstResponse: 'running' })
    await say(desk.as(agent), ticketId, false)
    expect(await clocksOf(ticketId)).toMatchObject({ firstResponse: 'met' })
  })

  it('waits in its queue as any other, and tells its callback of the message', async () => {
    const callbackUrl = 'https://partner.example/told'
    const { ticket, ticketId } = await create(desk.as(agent), { ...written, callbackUrl })
    const [task] = await desk.home.query('select state, queue from tasks where ticket_id = $1', [ticketId])
    expect(task).toEqual({ state: 'waiting', queue: ticket.queue })
    const told = await desk.home.query<{ body: string }>(
      'select body from deliveries where ticket_id = $1 order by sequence',
      [ticketId],
    )
    expect(told.map(({ body }) => JSON.parse(body).data.change.event)).toEqual([
      'ticket.created',
      'ticket.replied',
      'ticket.classified',
    ])
  })

  it('is refused without a message, and to who may not write to customers', async () => {
    const before = await countTickets()
    for (const message of [undefined, '', ' \n '])
      await expect(
        create(desk.as(agent), { openedBy: 'agent', ...(message !== undefined && { message }) }),
      ).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer: '/message', code: 'required' }] })
    const mute = desk.home.contextOf(principalWith(['ticket:write']))
    await expect(create(mute, written)).rejects.toMatchObject({ code: 'forbidden' })
    const partner = desk.home.contextOf(principalWith(['ticket:write', 'message:write'], { partnerId: newId() }))
    await expect(create(partner, written)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await countTickets()).toBe(before)
  })
})

describe('a ticket that somebody has from the start', () => {
  it('is theirs in the answer, its task too, and was offered to nobody', async () => {
    const { ticket, ticketId } = await create(desk.as(agent), { assignee: 'me', note: 'Called twice.' })
    expect(ticket).toMatchObject({ status: 'assigned', assignee: { id: encodeId('agent', agent.id) } })
    expect(ticket.number).toBeGreaterThan(10_000)
    const tasks = await desk.home.query('select state, agent_id as agent from tasks where ticket_id = $1', [ticketId])
    expect(tasks).toEqual([{ state: 'active', agent: agent.id }])
    expect((await eventsOf(ticketId)).map(({ type }) => type)).toEqual([
      'ticket.created',
      'ticket.classified',
      'task.queued',
      'message.added',
      'ticket.assigned',
      'task.updated',
    ])
    expect(await messagesOf(ticketId)).toEqual([{ by: 'agent', visibility: 'internal', body: 'Called twice.' }])
    expect(await checkInvariants(desk.context)).toEqual([])
  })

  it('is recorded once for one key by all who race, and every answer says whose it is', async () => {
    const before = await countTickets()
    const caller = desk.as(agent)
    const taken = () => create(caller, { assignee: 'me', note: 'Once.' }, 'taken')
    const answers = await Promise.all(Array.from({ length: 6 }, taken))
    expect(await countTickets()).toBe(before + 1)
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1)
    const again = await taken()
    expect([again.isReplay, again.location]).toEqual([true, answers[0]?.location])
    expect(new Set([...answers, again].map(({ answer }) => answer)).size).toBe(1)
    expect(again.ticket.assignee.id).toBe(encodeId('agent', agent.id))
    expect(await messagesOf(again.ticketId)).toHaveLength(1)
  })

  it('is refused whole for an agent who is not there, for a blank note, and to who may not give tickets away', async () => {
    const before = await countTickets()
    const refused = async (context: Context, more: Partial<TicketRequest>, fault: object) =>
      expect(create(context, more)).rejects.toMatchObject(fault)
    const at = (pointer: string, code: string) => ({ code: 'invalid', fields: [{ pointer, code }] })
    await refused(desk.context, { assignee: 'me' }, at('/assignee', 'not_an_agent'))
    await refused(desk.context, { assignee: newId() }, at('/assignee', 'unknown_agent'))
    await refused(desk.context, { note: ' ' }, at('/note', 'required'))
    const forbidden = { code: 'forbidden' }
    const only = (...more: string[]) => desk.home.contextOf(principalWith(['ticket:write', ...more]))
    await refused(only('note:write'), { assignee: agent.id }, forbidden)
    await refused(only('ticket:assign'), { note: 'Called.' }, forbidden)
    const scope = { channels: null, queues: new Set(['guest-care']) }
    const elsewhere = desk.home.contextOf(principalWith(['*'], { scope }))
    await refused(elsewhere, { assignee: agent.id }, forbidden)
    await refused(elsewhere, { note: 'Called.' }, forbidden)
    expect(await countTickets()).toBe(before)
  })

  it('does not wait for others that are taken, gathered and assigned at the same time', async () => {
    const [other, third] = [await desk.addAgent({ name: 'Rui' }), await desk.addAgent({ name: 'Mia' })]
    const requests = Array.from({ length: 18 }, (_, place) =>
      requestOf({
        customerId: `customer-${place % 4}`,
        ...(place % 3 === 0 && { assignee: [agent, other, third][(place / 3) % 3]?.id ?? '' }),
      }),
    )
    const items = await createTickets(desk.context, { requests, key: null })
    expect(items.every((item) => 'created' in item)).toBe(true)
    await Promise.all(
      [agent, other, third, agent, other].map((one) => create(desk.as(one), { assignee: 'me', note: 'Racing.' })),
    )
    expect(await checkInvariants(desk.context)).toEqual([])
  })
})
