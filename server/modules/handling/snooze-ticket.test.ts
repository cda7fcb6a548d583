import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { listTickets, type Ticket } from '../tickets/index.ts'
import { type ClaimedTimer, claimTimers } from '../timers/index.ts'
import {
  addMessage,
  assignTicket,
  fireSnoozeTimer,
  resumeTask,
  snoozeTicket,
  transitionTicket,
  unassignTicket,
  wakeTicket,
} from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const hour = 3_600_000

/** The worker so much later. */
const later = (ms: number): Context => ({
  ...desk.context,
  principal: systemPrincipal,
  now: () => desk.context.now() + ms,
})

async function due(ticket: Ticket, ms: number): Promise<ClaimedTimer | null> {
  const wanted = { kinds: ['ticket.snooze'], limit: 100, leaseMs: 0, aheadMs: ms } as const
  const timers = await desk.context.transaction((tx) => claimTimers(tx, desk.context.workspace.id, wanted))
  return timers.find(({ subjectId }) => subjectId === ticket.id) ?? null
}

async function held(more: object = {}) {
  const agent = await desk.addAgent()
  const ticket = await desk.ticket(more)
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  return { agent, ticket }
}
const snooze = (ticket: Ticket, ms = hour) =>
  snoozeTicket(desk.context, { ticketId: ticket.id, until: desk.context.now() + ms, expectedVersion: null })

async function workOf(ticket: Ticket) {
  const [task] = await desk.home.query<{ state: string; agent_id: string | null; load: number }>(
    `select task.state, task.agent_id, coalesce(load.used_units, 0)::int as load
     from tasks as task
     left join agent_loads as load on load.workspace_id = task.workspace_id and load.agent_id = task.agent_id
     where task.ticket_id = $1 and task.case_id is null
     order by task.id desc limit 1`,
    [ticket.id],
  )
  if (task === undefined) throw new Error('There is no task.')
  return task
}
const say = (ticket: Ticket, asCustomer: boolean) =>
  addMessage(desk.context, {
    ticketId: ticket.id,
    body: 'Any news?',
    visibility: 'public',
    clientId: null,
    asCustomer,
    lastSeenSeq: null,
  })
const wokenBy = async (ticket: Ticket) =>
  (
    await desk.home.query<{ reason: string }>(
      `select data ->> 'reason' as reason from events where ticket_id = $1 and type = 'ticket.woken' order by seq`,
      [ticket.id],
    )
  ).map(({ reason }) => reason)

describe('a ticket that is put aside', () => {
  it('leaves its agent free, runs its clocks on, and comes back to that agent at its time, once', async () => {
    const { agent, ticket } = await held()
    const before = await desk.read(ticket)
    const aside = await snooze(ticket)
    expect(aside?.snoozedUntil).toBeGreaterThan(desk.context.now())
    expect(aside?.status).toBe(before.status)
    expect(aside?.clocks.map(({ metric, state, dueAt }) => [metric, state, dueAt])).toEqual(
      before.clocks.map(({ metric, state, dueAt }) => [metric, state, dueAt]),
    )
    expect(await workOf(ticket)).toEqual({ state: 'paused', agent_id: agent.id, load: 0 })
    expect(await due(ticket, hour / 2)).toBeNull()
    const timer = await due(ticket, hour + 1_000)
    if (timer === null) throw new Error('No timer.')
    const fired = await Promise.all([1, 2].map(() => fireSnoozeTimer(later(hour + 1_000), timer)))
    expect(fired.filter(Boolean)).toHaveLength(1)
    expect((await desk.read(ticket)).snoozedUntil).toBeNull()
    expect(await workOf(ticket)).toMatchObject({ state: 'active', agent_id: agent.id })
    expect(await wokenBy(ticket)).toEqual(['time'])
  })

  it('is put off again, which moves its timer', async () => {
    const { ticket } = await held()
    await snooze(ticket)
    const timer = await due(ticket, hour + 1_000)
    await snooze(ticket, 3 * hour)
    expect(timer && (await fireSnoozeTimer(later(hour + 1_000), timer))).toBe(false)
    expect(await due(ticket, 2 * hour)).toBeNull()
    expect(await due(ticket, 3 * hour + 1_000)).not.toBeNull()
    expect(await wokenBy(ticket)).toEqual([])
  })

  it('comes back at once when its customer writes, not when an agent does', async () => {
    const { agent, ticket } = await held()
    await snooze(ticket)
    await say(ticket, false)
    expect((await desk.read(ticket)).snoozedUntil).not.toBeNull()
    await say(ticket, true)
    expect((await desk.read(ticket)).snoozedUntil).toBeNull()
    expect(await workOf(ticket)).toMatchObject({ state: 'active', agent_id: agent.id })
    expect(await due(ticket, 2 * hour)).toBeNull()
    expect(await wokenBy(ticket)).toEqual(['customer'])
  })

  it('waits on for its customer when its time comes first, and goes on with the answer', async () => {
    const { ticket } = await held()
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    await snooze(ticket)
    const timer = await due(ticket, hour + 1_000)
    expect(timer && (await fireSnoozeTimer(later(hour + 1_000), timer))).toBe(true)
    expect(await workOf(ticket)).toMatchObject({ state: 'paused' })
    await snooze(ticket)
    await say(ticket, true)
    expect(await desk.read(ticket)).toMatchObject({ statusCategory: 'open', snoozedUntil: null })
    expect(await workOf(ticket)).toMatchObject({ state: 'active' })
    expect(await wokenBy(ticket)).toEqual(['time', 'customer'])
  })

  it.each([
    ['taken up', (ticketId: string) => wakeTicket(desk.context, { ticketId, expectedVersion: null }), 'person'],
    ['moved on', (ticketId: string) => transitionTicket(desk.context, { ticketId, to: 'diagnosing' }), 'moved'],
  ] as const)('goes on when it is %s', async (_how, take, reason) => {
    const { agent, ticket } = await held({ category: 'infrastructure', type: 'incident' })
    await snooze(ticket)
    await take(ticket.id)
    expect((await desk.read(ticket)).snoozedUntil).toBeNull()
    expect(await workOf(ticket)).toMatchObject({ state: 'active', agent_id: agent.id })
    expect(await wokenBy(ticket)).toEqual([reason])
  })

  it('goes on when its task is resumed, and with whom it is given to', async () => {
    const { ticket } = await held()
    await snooze(ticket)
    const taskId = (await desk.read(ticket)).taskId ?? ''
    await resumeTask(desk.context, { taskId })
    expect((await desk.read(ticket)).snoozedUntil).toBeNull()
    const other = await desk.addAgent({ name: 'Rui' })
    await snooze(ticket)
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: other.id })
    expect(await workOf(ticket)).toMatchObject({ state: 'active', agent_id: other.id })
    expect(await wokenBy(ticket)).toEqual(['moved', 'moved'])
  })

  it('stays aside without its agent, and waits in its queue when it comes back', async () => {
    const { ticket } = await held()
    await snooze(ticket)
    await unassignTicket(desk.context, { ticketId: ticket.id })
    expect((await desk.read(ticket)).snoozedUntil).not.toBeNull()
    await wakeTicket(desk.context, { ticketId: ticket.id, expectedVersion: null })
    expect(await workOf(ticket)).toMatchObject({ state: 'waiting', agent_id: null })
  })

  it('is found by its state', async () => {
    const { ticket } = await held({ tags: ['found'] })
    const asked = { within: '', sort: 'newest', among: 10, hasHighlights: false, after: null, limit: 10 } as const
    const filter = { status: null, queue: null, assignee: null, customerId: null }
    const found = async (q: string) => (await listTickets(desk.context, { q, ...asked, ...filter })).tickets.length
    expect([await found('tag:found is:snoozed'), await found('tag:found -is:snoozed')]).toEqual([0, 1])
    await snooze(ticket)
    expect([await found('tag:found is:snoozed'), await found('tag:found -is:snoozed')]).toEqual([1, 0])
  })

  it('cannot be for a time that is over or years away, nor once the work has ended', async () => {
    const ticket = await desk.ticket({ serviceLine: 'guest-support', category: 'user_system', type: 'incident' })
    await expect(snooze(ticket, -1)).rejects.toMatchObject({ fields: [{ pointer: '/until', code: 'past' }] })
    await expect(snooze(ticket, 400 * 24 * hour)).rejects.toMatchObject({ fields: [{ code: 'too_late' }] })
    const { agent, ticket: other } = await held({ serviceLine: 'guest-support', category: 'user_system' })
    expect(agent.name).toBe('Ana')
    await snooze(other)
    await transitionTicket(desk.context, { ticketId: other.id, to: 'solved', resolution: 'Done.' })
    expect((await desk.read(other)).snoozedUntil).toBeNull()
    expect(await due(other, 2 * hour)).toBeNull()
    await expect(snooze(other)).rejects.toMatchObject({ code: 'conflict' })
    expect((await wakeTicket(desk.context, { ticketId: other.id, expectedVersion: null }))?.status).toBe('solved')
  })
})
