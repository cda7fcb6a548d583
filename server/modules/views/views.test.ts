import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { createWorkspace } from '../access/index.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { escalateCase } from '../cases/index.ts'
import { assignTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { saveOrder } from '../orders/index.ts'
import { indexAll } from '../search/testing/index-all.ts'
import {
  countViews,
  createView,
  deleteView,
  describeGrammar,
  getView,
  listViews,
  orderSavedViews,
  presentView,
  searchEverywhere,
  searchOfView,
  updateView,
  type ViewDetails,
} from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const details: ViewDetails = {
  name: 'Mine alone',
  icon: 'star',
  q: 'is:open tag:vip',
  sort: 'due',
  columns: [],
  groupBy: null,
  sharedWith: 'nobody',
  teams: [],
}
const as = (permissions: readonly string[], more = {}) => desk.home.contextOf(principalWith(permissions, more))
const reader = () => as(['ticket:read'])
const namesOf = async (context: Context) => (await listViews(context)).map((view) => presentView(context, view).name)
const first = [
  'My open tickets',
  'Unassigned',
  'Breaching soon',
  'Waiting',
  'Put aside',
  'Escalated',
  'Solved',
  'All tickets',
]
const events = () =>
  desk.home.query<{ type: string; data: unknown }>(
    `select type, data from events where type like 'view.%' order by seq`,
  )

describe('saved views', () => {
  it('begin with those of the product in every workspace', async () => {
    expect(await namesOf(reader())).toEqual(first)
    const other = await createWorkspace(desk.home.here, { slug: 'another', name: 'Another', purpose: 'live' })
    const there = desk.home.contextOf(principalWith(['ticket:read']), other)
    expect(await namesOf(there)).toEqual(first)
    expect(await searchOfView(there, 'unassigned')).toBe('assignee:none is:open -is:snoozed')
  })

  it('are somebody’s own unless they are shared, which takes a permission', async () => {
    const mine = reader()
    const own = await createView(mine, details)
    expect(await namesOf(mine)).toEqual([...first, 'Mine alone'])
    expect(await namesOf(desk.context)).toEqual(first)
    expect(await getView(desk.context, { viewId: own.id })).toBeNull()
    await expect(searchOfView(desk.context, encodeId('view', own.id))).rejects.toMatchObject({
      fields: [{ pointer: 'view', code: 'unknown_view' }],
    })
    await expect(createView(mine, { ...details, sharedWith: 'workspace' })).rejects.toMatchObject({ code: 'forbidden' })
    const change = { viewId: own.id, changes: { sharedWith: 'workspace' } as const, expectedVersion: null }
    await expect(updateView(mine, change)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await events()).map(({ type }) => type)).toEqual(['view.created'])
    expect(await deleteView(mine, { viewId: own.id, expectedVersion: null })).toBe(true)
    expect(await getView(mine, { viewId: own.id })).toBeNull()
  })

  it('are shared with teams, and seen by their agents', async () => {
    const inside = desk.as(await desk.addAgent({ name: 'In', team: 'backend' }))
    const outside = desk.as(await desk.addAgent({ name: 'Out', team: 'devops' }))
    const reading = (context: Context) => as(['ticket:read'], { agentId: context.principal.agentId })
    const shared = await createView(desk.context, {
      ...details,
      name: 'Backend',
      sharedWith: 'teams',
      teams: ['backend'],
    })
    expect(await namesOf(reading(inside))).toContain('Backend')
    expect(await namesOf(reading(outside))).not.toContain('Backend')
    expect(await namesOf(reader())).not.toContain('Backend')
    const change = { viewId: shared.id, expectedVersion: shared.version }
    await expect(updateView(reading(inside), { ...change, changes: { name: 'X' } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const taken = await updateView(outside, { ...change, changes: { sharedWith: 'nobody' } })
    expect(taken).toMatchObject({ sharedWith: 'nobody', teams: [], ownerId: outside.principal.id, version: 2 })
    await expect(updateView(outside, { ...change, changes: { name: 'X' } })).rejects.toMatchObject({
      code: 'version_mismatch',
    })
    await deleteView(outside, { viewId: shared.id, expectedVersion: 2 })
  })

  it('refuse what cannot be read and name every member', async () => {
    const wrong = { ...details, q: 'is:open colour:red', teams: ['backend'] }
    await expect(createView(desk.context, wrong)).rejects.toMatchObject({
      code: 'invalid',
      fields: [
        { pointer: '/q', message: expect.stringContaining('`colour:red` at 8') },
        { pointer: '/teams', code: 'without_sharing' },
      ],
    })
    await expect(createView(desk.context, { ...details, sharedWith: 'teams' })).rejects.toMatchObject({
      fields: [{ pointer: '/teams', code: 'required' }],
    })
    expect(await namesOf(desk.context)).toEqual(first)
  })

  it('are renamed, named by the product again, and moved among themselves', async () => {
    const [mine, unassigned, breaching] = await listViews(desk.context)
    if (mine === undefined || unassigned === undefined || breaching === undefined) throw new Error('No views.')
    const rename = (name: string | null) =>
      updateView(desk.context, { viewId: mine.id, changes: { name }, expectedVersion: null })
    expect(presentView(desk.context, (await rename('My desk')) ?? mine)).toMatchObject({
      name: 'My desk',
      hasOwnName: true,
    })
    expect(presentView(desk.context, (await rename(null)) ?? mine)).toMatchObject({ name: first[0], hasOwnName: false })
    const ids = [breaching.id, mine.id, unassigned.id]
    await orderSavedViews(desk.context, { viewIds: ids })
    expect((await listViews(reader())).slice(0, 4).map((view) => view.slug)).toEqual([
      'breaching',
      'mine',
      'unassigned',
      'waiting',
    ])
    await orderSavedViews(desk.context, { viewIds: [mine.id, unassigned.id, breaching.id] })
    expect(await namesOf(reader())).toEqual(first)
    await expect(orderSavedViews(reader(), { viewIds: ids })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(orderSavedViews(desk.context, { viewIds: [mine.id, newId()] })).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('/ids/1'),
    })
    const own = await createView(desk.context, details)
    await expect(
      updateView(desk.context, { viewId: own.id, changes: { name: null }, expectedVersion: null }),
    ).rejects.toMatchObject({ fields: [{ pointer: '/name' }] })
    await deleteView(desk.context, { viewId: own.id, expectedVersion: null })
  })

  it('are fifty at most of one person, whoever saves at once', async () => {
    const mine = reader()
    const made = await Promise.allSettled(Array.from({ length: 53 }, () => createView(mine, details)))
    expect(made.filter((one) => one.status === 'fulfilled')).toHaveLength(50)
    expect(made.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
    expect(await listViews(mine)).toHaveLength(58)
  })
})

describe('counting views', () => {
  const countsOf = async (context: Context) =>
    Object.fromEntries((await countViews(context)).map(({ view, count }) => [view.slug ?? view.name, count]))

  it('counts for whoever asks, and keeps a count for a second in each process', async () => {
    const agent = await desk.addAgent({ name: 'Counter' })
    const ticket = await desk.ticket({ issueSummary: 'Counted', tags: ['counted'] })
    const before = await countsOf(desk.as(agent))
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    const { principal, workspace } = desk.as(agent)
    const after = await countsOf(desk.home.elsewhere.openContext({ workspace, principal, requestId: newId() }))
    expect([before['mine'], after['mine']]).toEqual([0, 1])
    expect(after['unassigned']).toBe((before['unassigned'] ?? 0) - 1)
  })

  it('counts escalated tickets, and nothing outside the scope of the caller', async () => {
    const ticket = await desk.ticket({ issueSummary: 'Escalated' })
    const named = { ticketId: ticket.id, ticketNumber: null, externalId: null, caseId: null }
    const why = { reason: 'vip', severity: null, lane: null, note: 'Odd.', evidence: [], expectedVersion: null }
    await escalateCase(desk.context, { ...named, ...why })
    const scope = { channels: new Set(['ticket']), queues: null }
    expect((await countsOf(as(['ticket:read'], { scope })))['escalated']).toBe(1)
    const none = { channels: new Set<string>(), queues: null }
    expect(Object.values(await countsOf(as(['ticket:read'], { scope: none })))).toEqual(first.map(() => 0))
  })
})

describe('one search over everything', () => {
  it('finds tickets, customers, orders and cases, each for who may read it', async () => {
    const ticket = await desk.ticket({
      issueSummary: 'Marsupial matters',
      customerId: 'wallaby-1',
      customer: { name: 'Wanda Wallaby' },
    })
    const nothing = { storeId: null, brand: null, region: null, serviceMode: null, items: [] }
    const placed = { externalId: 'ORD-WALLABY', status: 'CREATED', placedAt: desk.context.now() }
    await saveOrder(desk.context, { ...nothing, ...placed, customerId: ticket.customer.id })
    const named = { ticketId: ticket.id, ticketNumber: null, externalId: null, caseId: null }
    const why = { reason: 'abuse', severity: null, lane: null, note: 'Odd.', evidence: [], expectedVersion: null }
    await escalateCase(desk.context, { ...named, ...why })
    await indexAll(desk.home, desk.home.contextOf())
    const whole = await searchEverywhere(desk.context, { q: 'wanda walla', limit: 5 })
    expect(whole.tickets.map((one) => one.issueSummary)).toEqual(['Marsupial matters'])
    expect(whole.customers).toMatchObject([{ title: 'Wanda Wallaby', detail: 'wallaby-1' }])
    expect(whole.cases).toMatchObject([{ detail: 'abuse' }])
    const little = await searchEverywhere(as(['ticket:read']), { q: 'marsup', limit: 5 })
    expect(little).toMatchObject({ customers: [], orders: [], cases: [] })
    expect(little.highlights.get(ticket.id)?.parts[0]).toEqual({ text: 'Marsupial', isMatch: true })
    expect((await searchEverywhere(desk.context, { q: 'wallaby-1', limit: 5 })).customers).toHaveLength(1)
    expect((await searchEverywhere(desk.context, { q: 'ORD-WALLABY', limit: 5 })).orders).toMatchObject([
      { title: 'ORD-WALLABY', detail: 'CREATED' },
    ])
  })

  it('describes the grammar that it reads', async () => {
    const fields = await describeGrammar(desk.context)
    expect(fields.find((field) => field.name === 'queue')?.values).toContain('payments')
    const scope = { channels: null, queues: new Set(['security']) }
    const limited = await describeGrammar(as(['ticket:read', 'workflow:read'], { scope }))
    expect(limited.find((field) => field.name === 'queue')?.values).toEqual(['security'])
    const unknowing = await describeGrammar(reader())
    expect(unknowing.find((field) => field.name === 'category')?.values).toEqual(['none'])
    for (const { example } of fields)
      expect(await searchEverywhere(desk.context, { q: example, limit: 1 })).toBeDefined()
  })
})
