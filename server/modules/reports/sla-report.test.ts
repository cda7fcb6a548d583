import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from '../../database/pool.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import type { Agent } from '../agents/index.ts'
import { eraseCustomer } from '../customer-records/index.ts'
import { createEventFeed, type EventFeed } from '../events/index.ts'
import { addMessage, assignTicket, fireSlaTimer, transitionTicket, updateTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { sayInPublic } from '../handling/testing/say-in-public.ts'
import { mergeTickets } from '../merging/index.ts'
import { recountVerdicts, recountWorst } from '../quality/testing/recount-promises-store.ts'
import type { Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import { readSlaReport } from './index.ts'

let desk: Desk
let agent: Agent
let feed: EventFeed
let relay: ReturnType<typeof openPool>
beforeAll(async () => {
  desk = await openDesk((text) =>
    text.replaceAll(/(\{ firstResponse: )(?=\w+, nextResponse)/g, '{ ownership: 2h, firstResponse: '),
  )
  agent = await desk.addAgent()
  relay = openPool({ url: desk.home.relayUrl, size: 2, name: 'test relay', onConnectionLost: () => undefined })
  feed = createEventFeed({ relay, memory: desk.home.here.memory, pollMs: 20, log: { warn: () => undefined } })
  await feed.start()
})
afterAll(async () => {
  await feed.stop()
  await relay.end()
  await desk.close()
})

const dayMs = 86_400_000
const everything = { queue: null, channel: null, serviceLine: null, agentId: null }

/** The report of the process that remembers, whole and of a queue, held against SQL that shares nothing with it. */
async function expectRecount(): Promise<void> {
  const now = desk.context.now()
  const time = { from: now - 40 * dayMs, to: now + 1 }
  const workspaceId = desk.context.workspace.id
  for (const [queue, place] of [
    [null, 'true'],
    ['payments', `ticket.queue = 'payments'`],
  ] as const) {
    const { attainment, worst } = await readSlaReport(desk.context, { ...everything, ...time, queue })
    const told = attainment.map(({ split, metric, key, met, breached, excludedBy }) => {
      return { split, metric, key, met, breached, excludedBy }
    })
    expect(told).toEqual(await recountVerdicts(desk.home.query, workspaceId, { ...time, place }))
    const late = worst.map(({ number, metric, policy, lateMs }) => ({ number, metric, policy, lateMs }))
    expect(late).toEqual(await recountWorst(desk.home.query, workspaceId, { ...time, place, now }))
  }
}

/** Lets time pass, and what was due by then be missed. */
async function pass(ms: number): Promise<void> {
  desk.home.advance(ms)
  const system = desk.home.contextOf(systemPrincipal)
  const aheadMs = system.now() - Date.now()
  for (;;) {
    const timers = await system.transaction((tx) =>
      claimTimers(tx, desk.home.workspace.id, { kinds: ['sla'], limit: 50, leaseMs: 1, aheadMs }),
    )
    if (timers.length === 0) return
    for (const timer of timers) await fireSlaTimer(system, timer)
  }
}

const answer = (ticket: Ticket) => sayInPublic(desk.as(agent), ticket)

const facts = {
  cause: { code: 'config', text: 'A setting.' },
  correction: { text: 'Set right.' },
  solutionCheck: 'passed',
  resolution: 'It works.',
} as const

async function close(ticket: Ticket): Promise<void> {
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  await transitionTicket(desk.as(agent), { ticketId: ticket.id, to: 'closed', ...facts })
}

const update = (ticket: Ticket, change: Parameters<typeof updateTicket>[1]['update']) =>
  updateTicket(desk.context, { ticketId: ticket.id, update: change, expectedVersion: null })

describe('the report of promises', () => {
  it('is what a recount gives after whatever happens, late changes of old days among it', async () => {
    await expectRecount()
    const tickets: Ticket[] = []
    for (const [index, priority] of ['critical', 'high', 'normal', 'low', 'critical', 'high'].entries()) {
      const payments = { category: 'payment_processing', type: 'payment_issue' }
      tickets.push(await desk.ticket({ priority, customerId: `customer-${index}`, ...(index % 2 === 0 && payments) }))
      await pass(dayMs / 3)
    }
    await expectRecount()
    const [first, second, third, fourth, fifth, sixth] = tickets as [Ticket, Ticket, Ticket, Ticket, Ticket, Ticket]
    await answer(second)
    await update(second, { queue: 'backend' })
    await pass(5 * dayMs)
    await expectRecount()
    // Of days that the process has read long ago.
    await answer(first)
    await close(first)
    await update(third, { priority: 'critical', priorityReason: 'It has grown.' })
    await assignTicket(desk.context, { ticketId: fifth.id, agentId: agent.id })
    await transitionTicket(desk.context, { ticketId: fifth.id, to: 'waiting_customer' })
    await expectRecount()
    await pass(9 * dayMs)
    await update(second, { queue: 'payments' })
    await transitionTicket(desk.context, { ticketId: first.id, to: 'classified' })
    await expectRecount()
    await mergeTickets(desk.context, { ticketId: fourth.id, into: sixth.id, reason: null, allowOtherCustomer: true })
    await expectRecount()
    await eraseCustomer(desk.context, { customerId: third.customer.id, reason: 'requested', closeOpen: true })
    await pass(dayMs)
    await expectRecount()
  })

  it('counts promises that the same ticket made again and again', async () => {
    const ticket = await desk.ticket({ priority: 'critical', customerId: 'talks' })
    const say = () =>
      addMessage(desk.context, {
        ticketId: ticket.id,
        body: 'And now?',
        visibility: 'public',
        clientId: null,
        asCustomer: true,
        lastSeenSeq: null,
      })
    for (const lateMs of [60_000, 2 * dayMs, 60_000, 60_000]) {
      await say()
      await pass(lateMs)
      await answer(ticket)
    }
    await say()
    await expectRecount()
    const { attainment } = await readSlaReport(desk.context, { ...everything, from: null, to: desk.context.now() + 1 })
    const next = attainment.find(({ metric, split }) => metric === 'nextResponse' && split === 'metric')
    expect(next?.n).toBeGreaterThan(1)
  })

  it('counts the time a queue had a ticket for that queue, of which the tickets it has now tell nothing', async () => {
    const ticket = await desk.ticket({ priority: 'high', customerId: 'moves' })
    await update(ticket, { queue: 'security' })
    await pass(3 * 3_600_000)
    await update(ticket, { queue: 'infrastructure' })
    await expectRecount()
    const { attainment } = await readSlaReport(desk.context, { ...everything, from: null, to: desk.context.now() + 1 })
    const ofSecurity = attainment.filter(({ split, key }) => split === 'queue' && key === 'security')
    expect(ofSecurity.map(({ metric, met, breached, rowsUrl }) => ({ metric, met, breached, rowsUrl }))).toEqual([
      { metric: 'ownership', met: 0, breached: 1, rowsUrl: null },
    ])
  })
})
