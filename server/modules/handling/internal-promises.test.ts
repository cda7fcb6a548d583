import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { maySeeEvent } from '../events/index.ts'
import { mergeTickets, unmergeTicket } from '../merging/index.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { hastenOutdated, loadClocks } from '../sla/index.ts'
import { explainSla, listTickets, readTimeline, type Ticket, viewTicket, wholeList } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import { currentWorkflow, getWorkflow } from '../workflow/index.ts'
import { assignTicket, fireSlaTimer, transitionTicket, updateTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'
import { sayInPublic } from './testing/say-in-public.ts'

const minute = 60_000
const ofNormal = 'normal: { firstResponse: 1h, nextResponse: 4h, resolution: 24h }'
const promised = ofNormal.replace(' }', ', ownership: 2h, partnerResponse: 3h }')
/** What escalation raises to promises the same. */
const ofHigh = 'high: { firstResponse: 15m, nextResponse: 1h, periodicUpdate: 2h, resolution: 8h }'
const withPromises = (text: string) =>
  text.replace(ofNormal, promised).replace(ofHigh, ofHigh.replace(' }', ', ownership: 2h, partnerResponse: 3h }'))

let desk: Desk
beforeAll(async () => {
  desk = await openDesk(withPromises)
})
afterAll(() => desk.close())

const system = () => desk.home.contextOf(systemPrincipal)
const clocksOf = ({ id }: Ticket, metric: string) =>
  desk.context.read(async (tx) => {
    const clocks = await loadClocks(tx, desk.context.workspace.id, id)
    return clocks.flatMap(({ clock }) => (clock.metric === metric ? [clock] : []))
  })
const ownerships = async (ticket: Ticket) =>
  (await clocksOf(ticket, 'ownership')).map(({ queue, state }) => [queue, state])
const toQueue = ({ id: ticketId }: Ticket, queue: string) =>
  updateTicket(desk.context, { ticketId, update: { queue }, expectedVersion: null })
const move = ({ id: ticketId }: Ticket, to: string, facts: object = {}) =>
  transitionTicket(desk.context, { ticketId, to, ...facts })
const reply = (ticket: Ticket) => sayInPublic(desk.context, ticket)
const normal = () => desk.ticket({ priority: 'normal' })
/** A ticket that somebody works on, and one of theirs that waits for its partner. */
async function inHand(): Promise<Ticket> {
  const ticket = await normal()
  const agent = await desk.addAgent()
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  return ticket
}
async function withPartner(): Promise<Ticket> {
  const ticket = await inHand()
  await move(ticket, 'waiting_partner')
  return ticket
}
/** Lets a partner have raised the ticket; gives its id. */
async function giveToPartner({ id }: Ticket): Promise<string> {
  const partnerId = newId()
  await desk.home.query(
    `update tickets set created_by = created_by || jsonb_build_object('partnerId', $2::text) where id = $1`,
    [id, partnerId],
  )
  return partnerId
}
async function fireDue(): Promise<void> {
  const claim = { kinds: ['sla'], limit: 100, leaseMs: 1, aheadMs: system().now() - Date.now() + 10_000 } as const
  const timers = await system().transaction((tx) => claimTimers(tx, desk.home.workspace.id, claim))
  for (const timer of timers) await fireSlaTimer(system(), timer)
}
const slaEvents = (ticket: Ticket, metric: string) =>
  desk.home.query<{ type: string }>(
    `select type from events where ticket_id = $1 and data ->> 'metric' = $2 order by seq`,
    [ticket.id, metric],
  )

describe('what a queue is promised to do with a ticket', () => {
  it('begins with the ticket, and anew with each queue; its warnings and breach come once', async () => {
    const ticket = await normal()
    expect(await ownerships(ticket)).toEqual([['frontline', 'running']])
    await toQueue(ticket, 'backend')
    expect(await ownerships(ticket)).toEqual([
      ['frontline', 'met'],
      ['backend', 'running'],
    ])
    desk.home.advance(121 * minute)
    await fireDue()
    await fireDue()
    expect(await ownerships(ticket)).toEqual([
      ['frontline', 'met'],
      ['backend', 'breached'],
    ])
    expect((await slaEvents(ticket, 'ownership')).map(({ type }) => type).toSorted()).toEqual([
      'sla.breached',
      'sla.met',
      'sla.warned',
      'sla.warned',
    ])
    const stored = `select queue from sla_clocks where ticket_id = $1 and metric = 'ownership' order by instance`
    expect(await desk.home.query(stored, [ticket.id])).toEqual([{ queue: 'frontline' }, { queue: 'backend' }])
  })

  it('ends with the ticket, begins anew when that opens again, and is the same after a merge that is undone', async () => {
    const ticket = await inHand()
    const done = { note: 'Done.', resolution: 'Done.', solutionCheck: 'passed' }
    await move(ticket, 'closed', done)
    expect(await ownerships(ticket)).toEqual([['frontline', 'met']])
    await move(ticket, 'classified')
    expect(await ownerships(ticket)).toEqual([
      ['frontline', 'met'],
      ['frontline', 'running'],
    ])
    const other = await normal()
    const merge = { ticketId: other.id, into: ticket.id, reason: null, allowOtherCustomer: false } as const
    await mergeTickets(desk.context, merge)
    expect(await ownerships(other)).toEqual([['frontline', 'cancelled']])
    await unmergeTicket(desk.context, { ticketId: other.id })
    expect(await ownerships(other)).toEqual([['frontline', 'running']])
  })

  it('begins for tickets that are there when a policy promises it, from when their queue got them', async () => {
    const { document = '' } = (await getWorkflow(desk.context)) ?? {}
    await publishWorkflow(desk.context, { document: document.replace(promised, ofNormal), expectedVersion: null })
    const ticket = await normal()
    desk.home.advance(10 * minute)
    await toQueue(ticket, 'backend')
    expect(await ownerships(ticket)).toEqual([])
    desk.home.advance(10 * minute)
    await publishWorkflow(desk.context, { document, expectedVersion: null })
    await hastenOutdated(system(), await currentWorkflow(system()))
    await fireDue()
    const [begun, ...more] = await clocksOf(ticket, 'ownership')
    expect(more).toEqual([])
    expect(begun).toMatchObject({ queue: 'backend', state: 'running', attachedLate: true })
    expect((begun?.startedAt ?? 0) - ticket.createdAt).toBeGreaterThanOrEqual(10 * minute)
    expect((begun?.startedAt ?? 0) - ticket.createdAt).toBeLessThan(11 * minute)
  })
})

describe('what a partner is promised to do with a ticket', () => {
  it('begins when the ticket awaits it, while other clocks stand still, is next due, and ends with its answer', async () => {
    const ticket = await withPartner()
    const [asked] = await clocksOf(ticket, 'partnerResponse')
    expect(asked).toMatchObject({ state: 'running', instance: 1 })
    const waiting = await desk.read(ticket)
    expect(waiting.clocks.find(({ metric }) => metric === 'resolution')?.state).toBe('paused')
    expect((await viewTicket(desk.context, waiting)).sla.partnerResponse).toMatchObject({ state: 'running' })
    await reply(ticket)
    expect((await desk.read(ticket)).nextDueAt).toBe(asked?.dueAt)
    await move(ticket, 'assigned')
    expect((await clocksOf(ticket, 'partnerResponse')).map(({ state }) => state)).toEqual(['met'])
    await move(ticket, 'waiting_customer')
    await move(ticket, 'assigned')
    await move(ticket, 'waiting_partner')
    expect((await clocksOf(ticket, 'partnerResponse')).map(({ state }) => state)).toEqual(['met', 'running'])
  })

  it('does not begin by waiting for the customer', async () => {
    const ticket = await inHand()
    await move(ticket, 'waiting_customer')
    expect(await clocksOf(ticket, 'partnerResponse')).toEqual([])
  })
})

describe('promises among teams and partners', () => {
  it('are shown to staff, and neither to the customer nor to a partner', async () => {
    const ticket = await withPartner()
    desk.home.advance(181 * minute)
    await fireDue()
    const partnerId = await giveToPartner(ticket)
    const permissions = ['ticket:read', 'sla:read', 'message:read', 'event:read'] as const
    const partner = desk.home.contextOf(principalWith([...permissions], { partnerId }))
    const customer = desk.home.contextOf(principalWith([...permissions], { kind: 'customer', id: ticket.customer.id }))
    const metricsFor = async (context = desk.context) => {
      const clocks = await explainSla(context, { ticketId: ticket.id, asOf: null })
      return new Set(clocks?.map(({ stored }) => stored.clock.metric))
    }
    const eventsFor = async (context = desk.context) => {
      const items = (await readTimeline(context, { ticketId: ticket.id, after: 0, limit: 100 })) ?? []
      return items.map(({ event }) => event.data['metric']).filter((metric) => metric !== undefined)
    }
    expect(await metricsFor()).toContain('partnerResponse')
    expect(await eventsFor()).toContain('partnerResponse')
    const now = await desk.read(ticket)
    expect((await viewTicket(desk.context, now)).sla).toMatchObject({
      ownership: { state: 'paused' },
      partnerResponse: { state: 'breached' },
    })
    for (const context of [partner, customer]) {
      expect(await metricsFor(context)).toEqual(new Set(['firstResponse', 'resolution']))
      expect(await eventsFor(context)).not.toContain('partnerResponse')
      const { sla } = await viewTicket(context, now)
      expect(sla).toMatchObject({ ownership: null, partnerResponse: null })
      expect(sla.nextDueAt).toBe(sla.firstResponse?.dueAt)
    }
    const place = { channel: ticket.channel, queue: ticket.queue, partnerId, assigneeId: null }
    const event = { type: 'sla.breached', subjectKind: 'ticket', subjectId: ticket.id, place } as const
    const seen = (context: typeof partner, metric: string) =>
      maySeeEvent(context.principal, { ...event, data: { metric } } as unknown as Parameters<typeof maySeeEvent>[1])
    expect([seen(partner, 'resolution'), seen(partner, 'ownership'), seen(partner, 'partnerResponse')]).toEqual([
      true,
      false,
      false,
    ])
    expect(seen(desk.context, 'ownership')).toBe(true)
  })

  it('make a ticket due in the searches of staff only', async () => {
    const ticket = await withPartner()
    await reply(ticket)
    const number = String(ticket.number)
    const partnerId = await giveToPartner(ticket)
    const partner = desk.home.contextOf(principalWith(['ticket:read'], { partnerId }))
    const found = async (q: string, context = desk.context) =>
      (await listTickets(context, { ...wholeList, limit: 10, q: `${q} number:${number}` })).tickets.length
    expect([await found('breach<4h'), await found('breach<4h', partner)]).toEqual([1, 0])
    desk.home.advance(181 * minute)
    expect([await found('is:breached'), await found('is:breached', partner)]).toEqual([1, 0])
  })
})
