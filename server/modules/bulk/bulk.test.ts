import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { assignTicket, transitionTicket, updateTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { mergeTickets } from '../merging/index.ts'
import { checkInvariants } from '../routing/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Context } from '../../platform/context.ts'
import type { BulkAction } from './bulk.ts'
import { fireBulkTimer, previewBulk, readBulk, readBulkTickets, startBulk, undoBulk } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

const idsOf = (tickets: readonly Ticket[]) => ({ kind: 'ids' as const, ids: tickets.map((ticket) => ticket.id) })
const raise: BulkAction = { kind: 'update', set: { priority: 'critical' } }
const solve: BulkAction = { kind: 'transition', to: 'solved', resolution: 'Refunded.' }
const care = (more = {}) => desk.ticket({ serviceLine: 'guest-support', category: 'payment_processing', ...more })

/** Lets every bulk timer that is due fire, as a worker does. */
async function work(context: Context = desk.context) {
  for (;;) {
    const claim = { kinds: ['bulk'], limit: 10, leaseMs: 0, aheadMs: 1_000 } as const
    const timers = await context.transaction((tx) => claimTimers(tx, context.workspace.id, claim))
    if (timers.length === 0) return
    for (const timer of timers) await fireBulkTimer(context, timer)
  }
}

async function change(tickets: readonly Ticket[], action: BulkAction, context = desk.context) {
  const begun = await startBulk(context, { selection: idsOf(tickets), action })
  await work()
  const bulk = await readBulk(context, { bulkId: begun.id })
  if (bulk === null) throw new Error('The change is gone.')
  return bulk
}
async function undo(bulkId: string, context = desk.context) {
  await undoBulk(context, { bulkId })
  await work()
  return readBulk(context, { bulkId })
}
const outcomesOf = async (bulkId: string) =>
  (await readBulkTickets(desk.context, { bulkId, outcome: null, after: null, limit: 200 }))?.map(
    ({ outcome, code }) => [outcome, code],
  )
const causesOf = (ticket: Ticket) =>
  desk.home.query<{ type: string; cause: object | null }>(
    'select type, cause from events where ticket_id = $1 and cause is not null order by seq',
    [ticket.id],
  )
const usedBy = async (agentId: string) =>
  (
    await desk.home.query<{ used: number }>('select used_units as used from agent_loads where agent_id = $1', [agentId])
  )[0]?.used

describe('the preview of a change of many tickets', () => {
  it('says what changes, what is so already and what is refused with why, and does nothing', async () => {
    const agent = await desk.addAgent()
    const tickets = [await care(), await care({ priority: 'critical' }), await care()] as const
    await assignTicket(desk.context, { ticketId: tickets[2].id, agentId: agent.id })
    const before = await Promise.all(tickets.map(desk.read))
    const raised = await previewBulk(desk.context, { selection: idsOf(tickets), action: raise })
    expect(raised).toMatchObject({ total: 3, changed: 2, unchanged: 1, refused: 0, notFound: 0, refusals: [] })
    expect(raised.sample[0]?.changes).toEqual([{ field: 'priority', from: 'high', to: 'critical' }])
    const solved = await previewBulk(desk.context, { selection: idsOf(tickets), action: solve })
    expect(solved).toMatchObject({ changed: 1, refused: 2 })
    expect(solved.refusals).toMatchObject([
      { code: 'guard_failed', detail: 'Going from classified to solved still asks for: assignee.', count: 2 },
    ])
    expect(await Promise.all(tickets.map(desk.read))).toEqual(before)
  })

  it('agrees with what is done then', async () => {
    const agent = await desk.addAgent()
    const tickets = [await care(), await care(), await desk.ticket(), await care()] as const
    await assignTicket(desk.context, { ticketId: tickets[1].id, agentId: agent.id })
    await mergeTickets(desk.context, {
      ticketId: tickets[3].id,
      into: tickets[0].id,
      reason: null,
      allowOtherCustomer: false,
    })
    const actions: BulkAction[] = [
      { kind: 'tags', add: ['flood'], remove: [] },
      { kind: 'assign', agentId: agent.id },
      { kind: 'update', set: { queue: 'payments', priority: 'low' } },
      solve,
      { kind: 'unassign' },
    ]
    for (const action of actions) {
      const { changed, unchanged, refused } = await previewBulk(desk.context, { selection: idsOf(tickets), action })
      expect([action.kind, (await change(tickets, action)).counts]).toMatchObject([
        action.kind,
        { changed, unchanged, refused, pending: 0 },
      ])
    }
  })

  it('refuses what could be done to no ticket, and names where', async () => {
    const selection = idsOf([await care()])
    const refusal = (action: BulkAction) =>
      previewBulk(desk.context, { selection, action }).catch((error) => error.fields)
    expect(await refusal({ kind: 'update', set: { priority: 'huge', queue: 'nowhere' } })).toMatchObject([
      { pointer: '/action/update/queue', code: 'unknown_queue' },
      { pointer: '/action/update/priority', code: 'unknown_priority' },
    ])
    expect(await refusal({ kind: 'transition', to: 'gone' })).toMatchObject([{ pointer: '/action/transition/to' }])
    expect(await refusal({ kind: 'update', set: {} })).toMatchObject([{ code: 'empty' }])
    expect(await refusal({ kind: 'tags', add: [], remove: [] })).toMatchObject([{ code: 'empty' }])
    const stranger = (await care()).id
    expect(await refusal({ kind: 'assign', agentId: stranger })).toMatchObject([{ code: 'unknown_agent' }])
  })
})

describe('a change of many tickets', () => {
  it('is done to each for itself, under one cause, and told when it is over', async () => {
    const tickets = [await care(), await care(), await care({ priority: 'critical' })]
    const bulk = await change(tickets, raise)
    expect(bulk).toMatchObject({ state: 'done', counts: { changed: 2, unchanged: 1, refused: 0, pending: 0 } })
    expect(await Promise.all(tickets.map(async (one) => (await desk.read(one)).priority))).toEqual(
      Array(3).fill('critical'),
    )
    const cause = { bulk: encodeId('bulk', bulk.id) }
    for (const ticket of tickets.slice(0, 2))
      expect((await causesOf(ticket)).filter((event) => event.type === 'ticket.updated')).toEqual([
        { type: 'ticket.updated', cause },
      ])
    const told = await desk.home.query<{ type: string; cause: object | null }>(
      `select type, cause from events where data ->> 'bulkId' = $1 order by seq`,
      [cause.bulk],
    )
    expect(told).toEqual([
      { type: 'bulk.started', cause: null },
      { type: 'bulk.finished', cause },
    ])
  })

  it('is done once to each ticket, whoever works on it', async () => {
    const tickets = await Promise.all(Array.from({ length: 6 }, () => care()))
    const { id } = await startBulk(desk.context, {
      selection: idsOf(tickets),
      action: { kind: 'transition', to: 'created', note: 'x' },
    }).catch(() => startBulk(desk.context, { selection: idsOf(tickets), action: raise }))
    const claim = { kinds: ['bulk'], limit: 10, leaseMs: 0, aheadMs: 1_000 } as const
    const claims = await Promise.all(
      [1, 2].map(() => desk.context.transaction((tx) => claimTimers(tx, desk.context.workspace.id, claim))),
    )
    await Promise.all(claims.flat().map((timer) => fireBulkTimer(desk.context, timer)))
    await work()
    expect(await readBulk(desk.context, { bulkId: id })).toMatchObject({ state: 'done' })
    for (const ticket of tickets)
      expect((await desk.eventTypes(ticket)).filter((type) => type === 'ticket.updated').length).toBeLessThanOrEqual(1)
  })

  it('is done as whoever asked: what is not theirs is left alone and not told', async () => {
    const scope = { channels: null, queues: new Set(['payments']) }
    const limited = desk.home.contextOf(principalWith(['ticket:read', 'ticket:write'], { scope }))
    const [mine, other] = [await care({ category: 'payment_processing' }), await desk.ticket()]
    await updateTicket(desk.context, { ticketId: mine.id, update: { queue: 'payments' }, expectedVersion: null })
    const bulk = await change([mine, other], raise, limited)
    expect(bulk).toMatchObject({ counts: { changed: 1 }, selection: { notFound: 1 } })
    expect((await desk.read(other)).priority).toBe(other.priority)
    const action: BulkAction = { kind: 'unassign' }
    await expect(startBulk(limited, { selection: idsOf([mine]), action })).rejects.toMatchObject({ code: 'forbidden' })
    const stranger = desk.home.contextOf(principalWith(['ticket:read', 'ticket:write']))
    expect(await readBulk(stranger, { bulkId: bulk.id })).toBeNull()
    expect(await undoBulk(stranger, { bulkId: bulk.id })).toBeNull()
  })

  it('takes what a search finds, and refuses one that finds nothing', async () => {
    const tickets = [await care({ tags: ['storm'] }), await care({ tags: ['storm'] })]
    const selection = { kind: 'search' as const, q: 'tag:storm', view: null }
    const { id } = await startBulk(desk.context, { selection, action: raise })
    await care({ tags: ['storm'] })
    await work()
    expect(await outcomesOf(id)).toEqual(tickets.map(() => ['changed', null]))
    const none = { ...selection, q: 'tag:nowhere' }
    await expect(startBulk(desk.context, { selection: none, action: raise })).rejects.toMatchObject({ code: 'invalid' })
    const absent = { kind: 'ids' as const, ids: [id] }
    await expect(startBulk(desk.context, { selection: absent, action: raise })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('undoing it', () => {
  it('gives properties back, and lists what was changed since with why', async () => {
    const tickets = [await care({ tags: ['a'] }), await care(), await care()] as const
    const { id } = await change(tickets, { kind: 'update', set: { priority: 'low', queue: 'payments' } })
    await updateTicket(desk.context, { ticketId: tickets[1].id, update: { tags: ['b'] }, expectedVersion: null })
    expect(await undo(id)).toMatchObject({ state: 'undone', counts: { undone: 2, kept: 1, changed: 0 } })
    expect(await outcomesOf(id)).toEqual([
      ['undone', null],
      ['kept', 'changed_since'],
      ['undone', null],
    ])
    const { priority, queue } = tickets[0]
    expect(await desk.read(tickets[0])).toMatchObject({ priority, queue })
    expect(await desk.read(tickets[1])).toMatchObject({ priority: 'low', queue: 'payments' })
    expect((await causesOf(tickets[0])).at(-1)?.cause).toEqual({ bulk: encodeId('bulk', id), undo: true })
    expect(await undo(id)).toMatchObject({ state: 'undone', counts: { undone: 2, kept: 1 } })
  })

  it('gives a ticket that was solved back to its agent, with its work, its stage and its clocks', async () => {
    const agent = await desk.addAgent()
    const ticket = await care()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'handling' })
    const before = await desk.read(ticket)
    const used = await usedBy(agent.id)
    const { id } = await change([ticket], solve)
    expect(await desk.read(ticket)).toMatchObject({ status: 'solved', resolution: 'Refunded.' })
    expect(await usedBy(agent.id)).toBe(0)
    expect(await undo(id)).toMatchObject({ counts: { undone: 1 } })
    const after = await desk.read(ticket)
    const { status, statusCategory, resolution, solvedAt, assignee, clocks } = before
    expect(after).toMatchObject({ status, statusCategory, resolution, solvedAt, assignee })
    expect(after.clocks.map(({ metric, state }) => [metric, state])).toEqual(
      clocks.map(({ metric, state }) => [metric, state]),
    )
    expect(await usedBy(agent.id)).toBe(used)
    const [task] = await desk.home.query<{ state: string; agent: string }>(
      'select state, agent_id as agent from tasks where ticket_id = $1 order by id desc limit 1',
      [ticket.id],
    )
    expect(task).toEqual({ state: 'active', agent: agent.id })
  })

  it('takes work back from whom it was given, and gives it back to whom it was taken from', async () => {
    const [ana, bea] = [await desk.addAgent(), await desk.addAgent({ name: 'Bea' })]
    const [free, taken] = [await care(), await care()]
    await assignTicket(desk.context, { ticketId: taken.id, agentId: ana.id })
    const { id } = await change([free, taken], { kind: 'assign', agentId: bea.id })
    expect(await usedBy(ana.id)).toBe(0)
    expect(await undo(id)).toMatchObject({ counts: { undone: 2 } })
    expect(await desk.read(free)).toMatchObject({ assignee: null, status: 'classified' })
    expect(await desk.read(taken)).toMatchObject({ assignee: { id: ana.id } })
    expect([await usedBy(ana.id), await usedBy(bea.id)]).toEqual([10, 0])
  })

  it('lets a ticket wait again, or no longer', async () => {
    const agent = await desk.addAgent()
    const ticket = await care()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    const waits = await change([ticket], { kind: 'transition', to: 'waiting_customer' })
    expect((await desk.read(ticket)).statusCategory).toBe('waiting')
    await undo(waits.id)
    expect(await desk.read(ticket)).toMatchObject({ status: 'assigned', returnsTo: null })
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    const goesOn = await change([ticket], { kind: 'transition', to: 'assigned' })
    await undo(goesOn.id)
    expect(await desk.read(ticket)).toMatchObject({ status: 'waiting_customer', returnsTo: 'assigned' })
  })

  it('of a reopening ends the ticket again', async () => {
    const agent = await desk.addAgent()
    const ticket = await care()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'solved', resolution: 'Done.' })
    const before = await desk.read(ticket)
    const { id } = await change([ticket], { kind: 'transition', to: 'classified' })
    expect((await desk.read(ticket)).reopened).toBe(1)
    expect(await undo(id)).toMatchObject({ counts: { undone: 1 } })
    const { status, resolution, reopened, solvedAt } = before
    expect(await desk.read(ticket)).toMatchObject({ status, resolution, reopened, solvedAt })
  })

  it('stops one that still runs, and comes too late after a day', async () => {
    const tickets = [await care(), await care()]
    const { id } = await startBulk(desk.context, { selection: idsOf(tickets), action: raise })
    expect(await undo(id)).toMatchObject({ state: 'undone', counts: { refused: 2, changed: 0 } })
    expect(await outcomesOf(id)).toEqual(tickets.map(() => ['refused', 'stopped']))
    const old = await change(tickets, raise)
    await desk.home.query(`update bulk_changes set undoable_until = now() - interval '1 minute' where id = $1`, [
      old.id,
    ])
    await expect(undoBulk(desk.context, { bulkId: old.id })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'too_late' },
    })
  })
})
