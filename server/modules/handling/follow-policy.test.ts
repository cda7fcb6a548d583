import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { hastenOutdated, loadClocks } from '../sla/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import { currentWorkflow, getWorkflow } from '../workflow/index.ts'
import { assignTicket, fireSlaTimer, hastenUnpromised, transitionTicket, updateTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'
import { sayInPublic } from './testing/say-in-public.ts'

const hour = 3_600_000

/** Tickets with this tag come under no policy. */
const withExceptions = (text: string) =>
  text
    .replace(
      '    label: Around the clock\n',
      '    label: Around the clock\n    when: ("no-promise" in request.tags) == false\n',
    )
    .replace(
      '    when: request.serviceLine == "guest-support"\n    calendar',
      '    when: request.serviceLine == "guest-support" && customer.tier != "gold"\n    calendar',
    )

let desk: Desk
beforeAll(async () => {
  desk = await openDesk(withExceptions)
})
afterAll(() => desk.close())

const system = () => desk.home.contextOf(systemPrincipal)
const change = (ticket: Ticket, update: Parameters<typeof updateTicket>[1]['update']) =>
  updateTicket(desk.context, { ticketId: ticket.id, update, expectedVersion: null })
const clocksOf = ({ id }: Ticket) =>
  desk.context.read(async (tx) => (await loadClocks(tx, desk.context.workspace.id, id)).map(({ clock }) => clock))
const ledgerOf = ({ id }: Ticket) =>
  desk.context.read(async (tx) =>
    (await loadClocks(tx, desk.context.workspace.id, id)).flatMap(({ ledger }) =>
      ledger.map(({ kind, reason }) => [kind, reason]),
    ),
  )
const reply = (ticket: Ticket, asCustomer = false) => sayInPublic(desk.context, ticket, asCustomer)

/** Publishes the document in force with this changed, and looks at open tickets as the worker does. */
async function publish(from: string | RegExp, to: string): Promise<void> {
  const current = (await getWorkflow(desk.context))?.document ?? ''
  expect(current).toMatch(from)
  await publishWorkflow(desk.context, { document: current.replace(from, to), expectedVersion: null })
  await lookAtOpen()
}
async function lookAtOpen(): Promise<void> {
  const workflow = await currentWorkflow(system())
  await hastenOutdated(system(), workflow)
  await hastenUnpromised(system(), workflow)
}
async function fireDue(): Promise<number> {
  // The database's clock stands where the test began.
  const aheadMs = system().now() - Date.now() + 10_000
  const claim = { kinds: ['sla'], limit: 500, leaseMs: 1, aheadMs } as const
  const timers = await system().transaction((tx) => claimTimers(tx, desk.home.workspace.id, claim))
  for (const timer of timers) await fireSlaTimer(system(), timer)
  return timers.length
}

describe('a ticket that is changed', () => {
  it('comes under the policy that its new properties ask for, with what has elapsed, and back', async () => {
    const ticket = await desk.ticket({ serviceLine: 'platform-support' })
    expect(ticket.slaPolicy).toBe('always-on')
    desk.home.advance(10 * 60_000)
    const other = await change(ticket, { type: 'service_request', priority: 'low' })
    expect(other?.slaPolicy).toBe('business-hours')
    for (const clock of await clocksOf(ticket)) {
      expect(clock).toMatchObject({ policy: 'business-hours', calendar: 'business-hours', elapsedMs: 10 * 60_000 })
      expect(clock.targetMs).toBe(clock.metric === 'resolution' ? 45 * hour : 8 * hour)
    }
    expect(await ledgerOf(ticket)).toContainEqual(['retarget', 'policy'])
    const [told] = await desk.home.query<{ changed: string[] }>(
      `select data -> 'changed' as changed from events where ticket_id = $1 and type = 'ticket.updated'`,
      [ticket.id],
    )
    expect(told?.changed).toEqual(['type', 'priority', 'slaPolicy'])
    expect((await change(ticket, { priority: 'normal' }))?.slaPolicy).toBe('always-on')
  })

  it('stays under its policy where the change is not what makes the difference', async () => {
    const customer = { tier: 'gold' }
    const ticket = await desk.ticket({ serviceLine: 'guest-support', customerId: 'gold-1', customer })
    expect(ticket.slaPolicy).toBe('always-on')
    await change(ticket, { category: 'infrastructure', tags: ['vip'] })
    expect((await desk.read(ticket)).slaPolicy).toBe('always-on')
    expect((await ledgerOf(ticket)).map(([, reason]) => reason)).not.toContain('policy')
  })

  it('gets the clocks of a policy it comes under late, counted from its creation', async () => {
    const [open, answered] = [await desk.ticket({ tags: ['no-promise'] }), await desk.ticket({ tags: ['no-promise'] })]
    expect([open.slaPolicy, open.clocks]).toEqual([null, []])
    desk.home.advance(1)
    await reply(answered)
    desk.home.advance(5 * 60_000)
    for (const ticket of [open, answered]) await change(ticket, { tags: [] })
    const late = await clocksOf(open)
    const seen = new Map(late.map((clock) => [clock.metric, clock]))
    for (const metric of ['firstResponse', 'resolution'] as const)
      expect(seen.get(metric)).toMatchObject({ startedAt: open.createdAt, attachedLate: true })
    expect(late).toHaveLength(2)
    expect((await clocksOf(answered)).map(({ metric }) => metric)).toEqual(['resolution'])
    expect((await desk.read(open)).nextDueAt).toBe(Math.min(...late.map(({ dueAt }) => dueAt ?? Infinity)))
  })
})

describe('a policy that is published anew', () => {
  it('counts for every open ticket, also for one that waits, and for none that has ended', async () => {
    const agent = await desk.addAgent()
    const [open, waits, ended] = [
      await desk.ticket(),
      await desk.ticket(),
      await desk.ticket({ serviceLine: 'guest-support', category: 'user_system' }),
    ]
    for (const ticket of [waits, ended]) await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await transitionTicket(desk.context, { ticketId: waits.id, to: 'waiting_customer' })
    await transitionTicket(desk.context, { ticketId: ended.id, to: 'solved', resolution: 'Done.' })
    const before = await clocksOf(ended)
    await publish(
      'normal: { firstResponse: 1h, nextResponse: 4h, resolution: 24h }',
      'normal: { firstResponse: 2h, nextResponse: 4h, resolution: 20h }',
    )
    expect(await fireDue()).toBeGreaterThanOrEqual(2)
    const targets = new Map((await clocksOf(open)).map((clock) => [clock.metric, clock]))
    expect(targets.get('firstResponse')).toMatchObject({ targetMs: 2 * hour, dueAt: open.createdAt + 2 * hour })
    expect(targets.get('resolution')).toMatchObject({ targetMs: 20 * hour, dueAt: open.createdAt + 20 * hour })
    expect((await desk.read(open)).nextDueAt).toBe(open.createdAt + 2 * hour)
    const paused = (await clocksOf(waits)).find(({ metric }) => metric === 'resolution')
    expect(paused).toMatchObject({ state: 'paused', targetMs: 20 * hour })
    expect(await clocksOf(ended)).toEqual(before)
    await lookAtOpen()
    expect(await fireDue()).toBe(0)
  })

  it('stops and lets go on what runs where it says otherwise when clocks stand still, and the past stays', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    desk.home.advance(10 * 60_000)
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    desk.home.advance(20 * 60_000)
    const resolution = async () => (await clocksOf(ticket)).find(({ metric }) => metric === 'resolution')
    const label = '    label: Around the clock\n'
    await publish(label, `${label}    pauseIn: [hold]\n`)
    await fireDue()
    expect(await resolution()).toMatchObject({ state: 'running', elapsedMs: 10 * 60_000 })
    expect(await ledgerOf(ticket)).toContainEqual(['resume', 'policy'])
    desk.home.advance(5 * 60_000)
    await publish(`${label}    pauseIn: [hold]\n`, label)
    await fireDue()
    expect(await resolution()).toMatchObject({ state: 'paused', elapsedMs: 15 * 60_000 })
    await lookAtOpen()
    expect(await fireDue()).toBe(0)
  })

  it('takes in the open tickets that came under none when it fits them, once, and tells what they have missed', async () => {
    const rule = '    when: ("no-promise" in request.tags) == false\n'
    const [open, ended] = [await desk.ticket({ tags: ['no-promise'] }), await desk.ticket({ tags: ['no-promise'] })]
    const stays = await desk.ticket({ tags: ['no-promise', 'never'] })
    const agent = await desk.addAgent()
    await assignTicket(desk.context, { ticketId: ended.id, agentId: agent.id })
    const facts = { note: 'Done.', resolution: 'Done.', solutionCheck: 'passed' } as const
    await transitionTicket(desk.context, { ticketId: ended.id, to: 'closed', ...facts })
    desk.home.advance(90 * 60_000)
    await fireDue()
    await publish(rule, '    when: ("never" in request.tags) == false\n')
    expect(await fireDue()).toBe(1)
    expect((await desk.read(open)).slaPolicy).toBe('always-on')
    expect(await fireDue()).toBe(1)
    expect(await desk.eventTypes(open)).toContain('sla.warned')
    const clocks = new Map((await clocksOf(open)).map((clock) => [clock.metric, clock]))
    expect(clocks.get('resolution')).toMatchObject({ startedAt: open.createdAt, attachedLate: true, state: 'running' })
    expect(clocks.get('firstResponse')).toMatchObject({ startedAt: open.createdAt, attachedLate: true })
    expect((await desk.eventTypes(open)).filter((type) => type === 'ticket.updated')).toHaveLength(1)
    for (const other of [ended, stays]) expect((await desk.read(other)).slaPolicy).toBeNull()
    await lookAtOpen()
    expect(await fireDue()).toBe(0)
    await publish('    when: ("never" in request.tags) == false\n', rule)
  })

  it('is followed by whatever happens to a ticket first', async () => {
    const ticket = await desk.ticket()
    const current = (await getWorkflow(desk.context))?.document ?? ''
    const document = current.replace(
      /(?<head>normal: \{ firstResponse: \w+, nextResponse: 4h, resolution: )\w+/,
      '$<head>30h',
    )
    await publishWorkflow(desk.context, { document, expectedVersion: null })
    await reply(ticket)
    const resolution = (await clocksOf(ticket)).find(({ metric }) => metric === 'resolution')
    expect(resolution).toMatchObject({ targetMs: 30 * hour, dueAt: ticket.createdAt + 30 * hour })
    expect(await ledgerOf(ticket)).toContainEqual(['retarget', 'policy'])
  })
})

describe('a policy that promises working days', () => {
  it('counts them for open tickets, says so, and keeps what is left of them while a ticket waits', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket()
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await publish(/(label: Around the clock[^]*?normal: \{[^}]*resolution: )\w+/u, '$12d')
    await fireDue()
    const clock = (await clocksOf(ticket)).find(({ metric }) => metric === 'resolution')
    expect(clock).toMatchObject({ inDays: true, targetMs: 48 * hour, dueAt: ticket.createdAt + 48 * hour })
    const shown = async () => (await desk.read(ticket)).clocks.find(({ metric }) => metric === 'resolution')
    expect(await shown()).toMatchObject({ unit: 'days', targetMs: 48 * hour, remainingMs: null })
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    const still = (await clocksOf(ticket)).find(({ metric }) => metric === 'resolution')
    expect(await shown()).toMatchObject({ state: 'paused', remainingMs: 48 * hour - (still?.elapsedMs ?? 0) })
  })
})

describe('a promise that comes late', () => {
  it('is not charged late for the time it waited, and owes what was asked and not answered', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket({ tags: ['no-promise'] })
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    desk.home.advance(10 * 60_000)
    await reply(ticket)
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    desk.home.advance(3 * hour)
    await reply(ticket, true)
    const asked = desk.context.now()
    desk.home.advance(5 * 60_000)
    await change(ticket, { tags: [] })
    const clocks = new Map((await clocksOf(ticket)).map((clock) => [clock.metric, clock]))
    expect([...clocks.keys()].toSorted()).toEqual(['nextResponse', 'resolution'])
    expect(clocks.get('nextResponse')).toMatchObject({ startedAt: asked, attachedLate: true })
    const resolution = clocks.get('resolution')
    expect(resolution).toMatchObject({ startedAt: ticket.createdAt, elapsedMs: 10 * 60_000, runningSince: asked })
    expect(resolution?.dueAt).toBe(asked + (resolution?.targetMs ?? 0) - 10 * 60_000)
  })

  it('comes under the clocks that its new priority promises and the one before did not', async () => {
    const ticket = await desk.ticket({ priority: 'normal' })
    desk.home.advance(20 * 60_000)
    await reply(ticket)
    const answered = desk.context.now()
    desk.home.advance(30 * 60_000)
    await change(ticket, { priority: 'high' })
    const update = (await clocksOf(ticket)).find(({ metric }) => metric === 'periodicUpdate')
    expect(update).toMatchObject({ startedAt: answered, dueAt: answered + 2 * hour, attachedLate: true })
    await change(ticket, { priority: 'normal' })
    await change(ticket, { priority: 'high' })
    const again = (await clocksOf(ticket)).filter(({ metric }) => metric === 'periodicUpdate')
    expect(again).toMatchObject([{ instance: 1, state: 'running', dueAt: answered + 2 * hour }])
  })
})
