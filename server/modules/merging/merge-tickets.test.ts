import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent } from '../agents/index.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { followTicket, listFollowers } from '../collaboration/index.ts'
import { assignTicket, transitionTicket, updateTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { checkInvariants } from '../routing/index.ts'
import { explainSla, readMessages, readTimeline, type Ticket, viewTicket } from '../tickets/index.ts'
import { type MergeInput, mergeTickets, sayOnTicket, unmergeTicket } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const merge = (source: Ticket, target: Ticket, more: Partial<MergeInput> = {}) =>
  mergeTickets(desk.context, { ...plain(source, target), ...more })
const plain = (source: Ticket, target: Ticket): MergeInput => ({
  ticketId: source.id,
  into: target.id,
  reason: null,
  allowOtherCustomer: false,
})
const say = (ticket: Ticket, more: object = {}) =>
  sayOnTicket(desk.context, {
    ticketId: ticket.id,
    body: 'Hello',
    visibility: 'public',
    clientId: null,
    asCustomer: true,
    lastSeenSeq: null,
    ...more,
  })
const tasksOf = (ticket: Ticket) =>
  desk.home.query<{ state: string; enteredAt: string }>(
    'select state, entered_at::text as "enteredAt" from tasks where ticket_id = $1 order by id',
    [ticket.id],
  )
const usedBy = async (agentId: string) =>
  (
    await desk.home.query<{ used: number }>('select used_units as used from agent_loads where agent_id = $1', [agentId])
  )[0]?.used
const follow = (ticket: Ticket, agent: Agent) =>
  followTicket(desk.as(agent), { ticketId: ticket.id, agentId: agent.id })
/** Who follows, and why. */
const followersOf = async (ticket: Ticket) =>
  Object.fromEntries(
    (await listFollowers(desk.context, { ticketId: ticket.id }))?.map(({ name, reason }) => [name, reason]) ?? [],
  )
const two = async () => [await desk.ticket(), await desk.ticket()] as const
const hour = 3_600_000
const day = 24 * hour

describe('merging a ticket into another', () => {
  it('closes it with a pointer, gives its work and clocks up, and leaves the other as it is', async () => {
    const agent = await desk.addAgent()
    const [source, target] = await two()
    await assignTicket(desk.context, { ticketId: source.id, agentId: agent.id })
    const before = await desk.read(target)
    const merged = await merge(source, target, { reason: 'The same fault.' })
    expect(merged).toMatchObject({
      status: 'closed',
      statusCategory: 'closed',
      mergedInto: { id: target.id, number: target.number, reason: 'The same fault.' },
      nextDueAt: null,
    })
    const customer = principalWith(['ticket:read'], { kind: 'customer' })
    const told = async (context = desk.context) =>
      merged === null ? undefined : (await viewTicket(context, merged)).mergeReason
    expect([await told(), await told(desk.home.contextOf(customer))]).toEqual(['The same fault.', null])
    expect(new Set(merged?.clocks.map((clock) => clock.state))).toEqual(new Set(['cancelled']))
    expect((await tasksOf(source)).map((task) => task.state)).toEqual(['cancelled'])
    expect(await usedBy(agent.id)).toBe(0)
    const { clocks, status, nextDueAt } = await desk.read(target)
    expect({ clocks, status, nextDueAt }).toEqual({
      clocks: before.clocks,
      status: before.status,
      nextDueAt: before.nextDueAt,
    })
    expect((await desk.eventTypes(source)).slice(-2)).toEqual(['ticket.merged', 'task.cancelled'])
    expect((await desk.eventTypes(target)).at(-1)).toBe('ticket.merged')
    const again = await merge(source, target)
    expect(again?.version).toBe(merged?.version)
  })

  it('tells of what its clocks have missed by then, and opens no case of a ticket that goes on in another', async () => {
    const [source, target] = await two()
    desk.home.advance(25 * hour)
    await merge(source, target)
    const escalated = `select data from events where ticket_id = $1 and type = 'sla.escalated' order by seq`
    const told = await desk.home.query<{ data: object }>(escalated, [source.id])
    const steps = ['manager-told', 'case-opened'].map((step) => ({ step, openCase: null, queue: null, priority: null }))
    expect(told.map(({ data }) => data)).toMatchObject(steps)
  })

  it('shows what was said on it in the timeline of the other, each to whom it was shown before', async () => {
    const [first, second, target] = [await desk.ticket({ message: 'One' }), ...(await two())] as const
    await say(first, { body: 'secret', visibility: 'internal', asCustomer: false })
    await merge(first, second)
    await say(second, { body: 'Two' })
    await merge(second, target)
    await say(first, { body: 'Three' })
    const bodies = async (context = desk.context) =>
      (await readTimeline(context, { ticketId: target.id, after: 0, limit: 100 }))?.flatMap((item) =>
        item.kind === 'message' ? [item.message.body] : [],
      )
    expect(await bodies()).toEqual(['One', 'secret', 'Two', 'Three'])
    const customer = principalWith(['ticket:read', 'message:read'], { kind: 'customer', id: target.customer.id })
    expect(await bodies(desk.home.contextOf(customer))).toEqual(['One', 'Two', 'Three'])
    expect(await readMessages(desk.context, { ticketId: target.id, after: 0, limit: 50 })).toHaveLength(1)
  })

  it('is refused with the reason, and changes nothing', async () => {
    const [a, b] = await two()
    const [c, closed] = await two()
    const other = await desk.ticket({ customerId: 'customer-2' })
    await desk.home.query(
      `update tickets set status = 'closed', status_category = 'closed', closed_at = $2 where id = $1`,
      [closed.id, new Date(desk.context.now() - 400 * day)],
    )
    await merge(a, b)
    const refusals = [
      [c, c, 'same_ticket'],
      [a, c, 'already_merged'],
      [c, a, 'target_merged'],
      [b, a, 'target_merged'],
      [c, closed, 'target_closed'],
      [c, other, 'other_customer'],
    ] as const
    for (const [source, target, reason] of refusals)
      await expect(merge(source, target)).rejects.toMatchObject({ code: 'conflict', details: { reason } })
    await expect(merge(c, c, { into: desk.home.workspace.id })).rejects.toMatchObject({ code: 'invalid' })
    expect(await merge(c, b, { ticketId: desk.home.workspace.id })).toBeNull()
    expect(await desk.read(c)).toEqual(c)
  })

  it('lets who follows it follow the other one, wherever that goes on in turn, as long as it does', async () => {
    const [ana, bob] = [await desk.addAgent({ name: 'Ana' }), await desk.addAgent({ name: 'Bob' })]
    const [source, target, last] = [await desk.ticket(), ...(await two())] as const
    for (const agent of [ana, bob]) await follow(source, agent)
    await follow(target, bob)
    await merge(source, target)
    expect(await followersOf(target)).toEqual({ Ana: 'merged', Bob: 'self' })
    expect(await followersOf(source)).toEqual({ Ana: 'self', Bob: 'self' })
    expect((await desk.eventTypes(target)).slice(-2)).toEqual(['ticket.merged', 'ticket.followed'])
    await merge(target, last)
    expect(await followersOf(last)).toEqual({ Ana: 'merged', Bob: 'merged' })
    await unmergeTicket(desk.context, { ticketId: source.id })
    expect([await followersOf(target), await followersOf(last)]).toEqual([{ Bob: 'self' }, { Bob: 'merged' }])
    expect((await desk.eventTypes(last)).at(-1)).toBe('ticket.unfollowed')
  })

  it('joins two customers only for who may say that they are one, and shows neither the words of the other', async () => {
    const [mine, theirs] = [await desk.ticket(), await desk.ticket({ customerId: 'customer-3', message: 'Private' })]
    const input = { ...plain(theirs, mine), allowOtherCustomer: true }
    const agent = desk.home.contextOf(principalWith(['ticket:read', 'ticket:merge']))
    await expect(mergeTickets(agent, input)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await mergeTickets(desk.context, input)).not.toBeNull()
    await say(theirs, { body: 'Also private' })
    const reading = { kind: 'customer', id: mine.customer.id } as const
    const customer = desk.home.contextOf(principalWith(['ticket:read', 'message:read'], reading))
    const items = await readTimeline(customer, { ticketId: mine.id, after: 0, limit: 100 })
    const bodies = items?.flatMap((item) => (item.kind === 'message' ? [item.message.body] : []))
    expect(bodies).toEqual([])
    expect(await readMessages(customer, { ticketId: mine.id, after: 0, limit: 50 })).toEqual([])
  })

  it('keeps everybody from changing what is merged', async () => {
    const [source, target] = await two()
    await merge(source, target)
    const update = { ticketId: source.id, update: { tags: ['x'] }, expectedVersion: null }
    const { id: agentId } = await desk.addAgent()
    for (const attempt of [
      () => updateTicket(desk.context, update),
      () => transitionTicket(desk.context, { ticketId: source.id, to: 'classified' }),
      () => assignTicket(desk.context, { ticketId: source.id, agentId }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'conflict', details: { reason: 'merged' } })
  })

  it('is won by one of those who race, and never leads round in a circle', async () => {
    for (let round = 0; round < 4; round++) {
      const [a, b] = await two()
      const c = await desk.ticket()
      const outcomes = await Promise.allSettled([merge(a, b), merge(b, a), merge(a, c), merge(b, c), merge(c, a)])
      expect(outcomes.filter((one) => one.status === 'fulfilled').length).toBeGreaterThan(0)
      for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' })
      const tickets = await Promise.all([a, b, c].map(desk.read))
      expect(tickets.filter((one) => one.mergedInto === null).length).toBeGreaterThan(0)
      const said = await Promise.all(tickets.map((ticket) => say(ticket)))
      for (const one of said) expect(one?.ticket.mergedInto).toBeNull()
    }
  })

  it('loses no reply that is sent meanwhile, and says none twice', async () => {
    for (let round = 0; round < 4; round++) {
      const [a, b] = await two()
      const replies = [1, 2, 3, 4, 5, 6].map((n) => say(a, { clientId: `r${n}`, body: `Reply ${n}` }))
      await Promise.all([merge(a, b), ...replies])
      await Promise.all([1, 2, 3].map((n) => say(a, { clientId: `r${n}`, body: `Reply ${n}` })))
      const items = await readTimeline(desk.context, { ticketId: b.id, after: 0, limit: 200 })
      const bodies = items?.flatMap((item) => (item.kind === 'message' ? [item.message.body] : []))
      expect(bodies?.toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Reply ${n}`))
    }
    expect(await checkInvariants(desk.context)).toEqual([])
  })
})

describe('undoing a merge', () => {
  it('gives back status, work at its rank, and clocks without the time it was merged', async () => {
    const agent = await desk.addAgent()
    const [source, target] = await two()
    await assignTicket(desk.context, { ticketId: source.id, agentId: agent.id })
    const before = await desk.read(source)
    const dueAt = before.clocks.find((clock) => clock.metric === 'resolution')?.dueAt ?? 0
    const [{ enteredAt } = { enteredAt: '' }] = await tasksOf(source)
    desk.home.advance(60_000)
    await merge(source, target)
    await say(source, { body: 'Meanwhile', clientId: 'm' })
    desk.home.advance(2 * hour)
    const back = await unmergeTicket(desk.context, { ticketId: source.id })
    expect(back).toMatchObject({ status: before.status, mergedInto: null, assignee: null, closedAt: null })
    expect(await tasksOf(source)).toMatchObject([{ state: 'cancelled' }, { state: 'waiting', enteredAt }])
    const resolution = back?.clocks.find((clock) => clock.metric === 'resolution')
    expect(resolution).toMatchObject({ state: 'running' })
    const explained = (await explainSla(desk.context, { ticketId: source.id, asOf: null }))?.find(
      ({ stored }) => stored.clock.metric === 'resolution',
    )
    expect(explained?.explanation?.dueAt).toBe(resolution?.dueAt)
    expect(resolution?.dueAt).toBeGreaterThanOrEqual(dueAt)
    const skipped = explained?.explanation?.segments.find((segment) => segment.reason === 'merged')
    expect(skipped).toMatchObject({ counted: false })
    expect((skipped?.to ?? 0) - (skipped?.from ?? 0)).toBe(2 * hour)
    expect((await desk.eventTypes(source)).slice(-4)).toEqual([
      'ticket.unmerged',
      'message.moved',
      'ticket.unassigned',
      'task.queued',
    ])
    expect((await desk.eventTypes(target)).at(-1)).toBe('ticket.unmerged')
    // What was said to it meanwhile is its own again, and is not said again.
    const again = await say(source, { body: 'Meanwhile', clientId: 'm' })
    expect(again).toMatchObject({ ticket: { id: source.id }, detour: null })
    expect(await say(source)).toMatchObject({ detour: null, ticket: { id: source.id } })
  })

  it('ends the following of whom merges alone brought, and of nobody else', async () => {
    const names = ['Ana', 'Bob', 'Cleo', 'Dora'] as const
    const [ana, bob, cleo, dora] = (await Promise.all(names.map((name) => desk.addAgent({ name })))) as Agent[]
    if (ana === undefined || bob === undefined || cleo === undefined || dora === undefined)
      throw new Error('No agents.')
    const [first, second, target] = [await desk.ticket(), ...(await two())] as const
    for (const agent of [ana, bob, cleo, dora]) await follow(first, agent)
    await follow(second, bob)
    await follow(target, cleo)
    for (const source of [first, second]) await merge(source, target)
    await follow(target, dora)
    expect(await followersOf(target)).toEqual({ Ana: 'merged', Bob: 'merged', Cleo: 'self', Dora: 'self' })
    await unmergeTicket(desk.context, { ticketId: first.id })
    expect(await followersOf(target)).toEqual({ Bob: 'merged', Cleo: 'self', Dora: 'self' })
    expect((await desk.eventTypes(target)).slice(-2)).toEqual(['ticket.unmerged', 'ticket.unfollowed'])
    await unmergeTicket(desk.context, { ticketId: second.id })
    expect(await followersOf(target)).toEqual({ Cleo: 'self', Dora: 'self' })
    expect(await followersOf(first)).toEqual({ Ana: 'self', Bob: 'self', Cleo: 'self', Dora: 'self' })
  })

  it('lets what waited for its customer wait on', async () => {
    const agent = await desk.addAgent()
    const [source, target] = await two()
    await assignTicket(desk.context, { ticketId: source.id, agentId: agent.id })
    await transitionTicket(desk.as(agent), { ticketId: source.id, to: 'diagnosing' })
    await transitionTicket(desk.as(agent), { ticketId: source.id, to: 'waiting_customer' })
    await merge(source, target)
    const back = await unmergeTicket(desk.context, { ticketId: source.id })
    expect(back).toMatchObject({ status: 'waiting_customer', returnsTo: 'diagnosing', statusCategory: 'waiting' })
    expect((await tasksOf(source)).map((task) => task.state)).toEqual(['cancelled', 'paused'])
    expect(back?.clocks.find((clock) => clock.metric === 'resolution')?.state).toBe('paused')
    await say(source)
    expect(await desk.read(source)).toMatchObject({ status: 'diagnosing' })
  })

  it('is refused for what is not merged, and after 30 days', async () => {
    const [source, target] = await two()
    const undo = () => unmergeTicket(desk.context, { ticketId: source.id })
    await expect(undo()).rejects.toMatchObject({ details: { reason: 'not_merged' } })
    await merge(source, target)
    const reader = desk.home.contextOf(principalWith(['ticket:read', 'ticket:write']))
    await expect(unmergeTicket(reader, { ticketId: source.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await unmergeTicket(desk.context, { ticketId: desk.home.workspace.id })).toBeNull()
    desk.home.advance(30 * day + 1)
    await expect(undo()).rejects.toMatchObject({ code: 'conflict', details: { reason: 'too_late' } })
    expect((await desk.read(source)).mergedInto).toMatchObject({ id: target.id })
  })
})
