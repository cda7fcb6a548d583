import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMessage, assignTicket, transitionTicket, updateTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const tasksOf = (ticketId: string) =>
  desk.home.query<{ state: string }>('select state from tasks where ticket_id = $1 order by id', [ticketId])
const loadOf = async (agentId: string) =>
  (
    await desk.home.query<{ used: number; reserved: number }>(
      'select used_units as used, reserved_units as reserved from agent_loads where agent_id = $1',
      [agentId],
    )
  )[0]

async function assigned() {
  const agent = await desk.addAgent()
  const ticket = await desk.ticket()
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  return { agent, ticket: await desk.read(ticket) }
}

describe('moving a ticket', () => {
  it('crosses every stage in one call that holds all facts, one event a stage', async () => {
    const { agent, ticket } = await assigned()
    const closed = await transitionTicket(desk.as(agent), {
      ticketId: ticket.id,
      to: 'closed',
      cause: { code: 'config', text: 'Wrong shard in the lobby list.' },
      correction: { text: 'Lobby list rebuilt.' },
      solutionCheck: 'passed',
      resolution: 'The lobby can be joined again.',
    })
    expect(closed).toMatchObject({
      status: 'closed',
      statusCategory: 'closed',
      cause: { code: 'config' },
      solutionCheck: 'passed',
      resolution: 'The lobby can be joined again.',
      nextDueAt: null,
    })
    expect((await desk.eventTypes(ticket)).slice(5)).toEqual([
      'ticket.status_changed',
      'ticket.status_changed',
      'ticket.status_changed',
      'ticket.closed',
      'task.completed',
      'sla.met',
    ])
    expect(await tasksOf(ticket.id)).toEqual([{ state: 'done' }])
    expect(await loadOf(agent.id)).toEqual({ used: 0, reserved: 0 })
    const seqs = await desk.home.query<{ seq: number }>(
      'select subject_seq as seq from events where ticket_id = $1 order by seq',
      [ticket.id],
    )
    expect(seqs.map((row) => row.seq)).toEqual(seqs.map((_, index) => index + 1))
  })

  it('says what is missing and what is legal, and changes nothing', async () => {
    const { ticket } = await assigned()
    await expect(transitionTicket(desk.context, { ticketId: ticket.id, to: 'closed' })).rejects.toMatchObject({
      code: 'guard_failed',
      details: {
        missing: ['cause', 'correction', 'solutionCheck', 'resolution'],
        legal: ['diagnosing', 'waiting_customer', 'waiting_partner'],
      },
    })
    await expect(transitionTicket(desk.context, { ticketId: ticket.id, to: 'solved' })).rejects.toMatchObject({
      code: 'illegal_transition',
    })
    expect(await desk.read(ticket)).toEqual(ticket)
  })

  it('keeps a note as an internal message and as the fact a guard asks for', async () => {
    const { agent, ticket } = await assigned()
    const context = desk.as(agent)
    await transitionTicket(context, { ticketId: ticket.id, to: 'diagnosing' })
    await transitionTicket(context, { ticketId: ticket.id, to: 'correcting', note: 'The cache was stale.' })
    expect((await desk.read(ticket)).cause).toEqual({ text: 'The cache was stale.' })
    const [message] = await desk.home.query('select visibility, body from messages where ticket_id = $1', [ticket.id])
    expect(message).toEqual({ visibility: 'internal', body: 'The cache was stale.' })
  })

  it('keeps the cause of what a guest wrote about, though no guard asks for it', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ serviceLine: 'guest-support', category: 'user_system' })
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    const told = { resolution: 'Sent again.', cause: { code: 'courier', text: 'Lost on the way.' } }
    const solved = await transitionTicket(desk.as(agent), { ticketId: ticket.id, to: 'solved', ...told })
    expect(solved).toMatchObject({ status: 'solved', ...told })
  })

  it('turns back to diagnosing when the check failed', async () => {
    const { agent, ticket } = await assigned()
    const context = desk.as(agent)
    await transitionTicket(context, {
      ticketId: ticket.id,
      to: 'verifying',
      cause: { text: 'x' },
      correction: { text: 'y' },
    })
    const back = await transitionTicket(context, { ticketId: ticket.id, to: 'closed', solutionCheck: 'failed' })
    expect(back).toMatchObject({ status: 'diagnosing', correction: null })
  })

  it('pauses task and clocks while the customer must answer, and resumes both by the answer', async () => {
    const { agent, ticket } = await assigned()
    await transitionTicket(desk.as(agent), { ticketId: ticket.id, to: 'diagnosing' })
    const waiting = await transitionTicket(desk.as(agent), { ticketId: ticket.id, to: 'waiting_customer' })
    expect(waiting).toMatchObject({ statusCategory: 'waiting', returnsTo: 'diagnosing' })
    expect(await tasksOf(ticket.id)).toEqual([{ state: 'paused' }])
    expect(await loadOf(agent.id)).toEqual({ used: 0, reserved: 0 })
    expect(waiting?.clocks.find((clock) => clock.metric === 'resolution')?.state).toBe('paused')
    desk.home.advance(3_600_000)
    const answer = {
      ticketId: ticket.id,
      body: 'Here it is.',
      visibility: 'public',
      clientId: null,
      asCustomer: true,
      lastSeenSeq: null,
    } as const
    await addMessage(desk.context, answer)
    expect(await desk.read(ticket)).toMatchObject({ status: 'diagnosing', returnsTo: null })
    expect(await tasksOf(ticket.id)).toEqual([{ state: 'active' }])
    expect(await loadOf(agent.id)).toEqual({ used: 10, reserved: 0 })
  })

  it('reopens within the window with a new task, and refuses after it', async () => {
    const { agent, ticket } = await assigned()
    const facts = { cause: { text: 'x' }, correction: { text: 'y' }, solutionCheck: 'passed', resolution: 'z' } as const
    await transitionTicket(desk.as(agent), { ticketId: ticket.id, to: 'closed', ...facts })
    const reopened = await transitionTicket(desk.context, { ticketId: ticket.id, to: 'classified' })
    expect(reopened).toMatchObject({ status: 'classified', reopened: 1, resolution: null, closedAt: null })
    expect((await tasksOf(ticket.id)).map((task) => task.state)).toEqual(['done', 'waiting'])
    await transitionTicket(desk.as(agent), { ticketId: ticket.id, to: 'closed', ...facts })
    desk.home.advance(400 * 24 * 3_600_000)
    await expect(transitionTicket(desk.context, { ticketId: ticket.id, to: 'classified' })).rejects.toMatchObject({
      code: 'guard_failed',
      details: { missing: ['reopenWindow'] },
    })
  })

  it('asks for the skills and the language anew when it reopens', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ category: 'payment_processing', language: 'es' })
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    const facts = { cause: { text: 'x' }, correction: { text: 'y' }, solutionCheck: 'passed', resolution: 'z' } as const
    await transitionTicket(desk.as(agent), { ticketId: ticket.id, to: 'closed', ...facts })
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'classified' })
    const asked = await desk.home.query<{ requirements: object }>(
      'select requirements from tasks where ticket_id = $1 order by created_at, id',
      [ticket.id],
    )
    const wanted = { skills: { payments: 2 }, languages: ['es'], rules: ['payments'] }
    expect(asked.map(({ requirements }) => requirements)).toEqual([wanted, wanted])
  })

  it('refuses a version that is not the present one', async () => {
    const { ticket } = await assigned()
    const old = { ticketId: ticket.id, to: 'diagnosing', expectedVersion: 1 }
    await expect(transitionTicket(desk.context, old)).rejects.toMatchObject({ code: 'version_mismatch' })
  })

  it('classifies and assigns a ticket whose category is set after somebody took it', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ serviceLine: 'platform-support', issueSummary: 'zzz' })
    if (ticket.category !== null) return expect(ticket.classifiedBy).not.toBeNull()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    expect((await desk.read(ticket)).status).toBe('created')
    const update = { category: 'infrastructure', type: 'infrastructure_issue' }
    const updated = await updateTicket(desk.context, { ticketId: ticket.id, update, expectedVersion: null })
    expect(updated).toMatchObject({ status: 'assigned', classifiedBy: 'person' })
    expect((await desk.eventTypes(ticket)).slice(-3)).toEqual([
      'ticket.updated',
      'ticket.classified',
      'ticket.assigned',
    ])
  })
})

describe('a field that a type asks for', () => {
  let asking: Desk
  beforeAll(async () => {
    asking = await openDesk((text) =>
      text.replace(
        '{ label: Transaction, type: text }',
        '{ label: Transaction, type: text, requiredFor: [verifying] }',
      ),
    )
  })
  afterAll(() => asking.close())

  const payment = async () => {
    const agent = await asking.addAgent()
    const ticket = await asking.ticket({ type: 'payment_issue', category: 'payment_processing' })
    await assignTicket(asking.context, { ticketId: ticket.id, agentId: agent.id })
    return ticket
  }
  const facts = { cause: { text: 'Gateway.' }, correction: { text: 'Sent again.' } }

  it('stands before its status only, and may come with the call', async () => {
    const ticket = await payment()
    const move = (to: string, more: object = {}) =>
      transitionTicket(asking.context, { ticketId: ticket.id, to, ...facts, ...more })
    expect(await move('correcting')).toMatchObject({ status: 'correcting' })
    await expect(move('verifying')).rejects.toMatchObject({
      code: 'guard_failed',
      details: { missing: ['fields.transactionId'] },
    })
    await expect(move('verifying', { fields: { amount: [] } })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ pointer: '/fields/amount' }],
    })
    const moved = await move('verifying', { fields: { transactionId: 'tx-1', amount: '12.50' } })
    expect(moved).toMatchObject({ status: 'verifying', fields: { transactionId: 'tx-1', amount: '12.50' } })
    expect((await asking.eventTypes(ticket)).slice(-2)).toEqual(['ticket.updated', 'ticket.status_changed'])
  })

  it('is asked of tickets of that type alone', async () => {
    const agent = await asking.addAgent()
    const ticket = await asking.ticket({ type: 'incident', category: 'infrastructure' })
    await assignTicket(asking.context, { ticketId: ticket.id, agentId: agent.id })
    expect(await transitionTicket(asking.context, { ticketId: ticket.id, to: 'verifying', ...facts })).toMatchObject({
      status: 'verifying',
    })
  })
})
