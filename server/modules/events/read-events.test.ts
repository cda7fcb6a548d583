import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId, newId } from '../../platform/ids.ts'
import type { Context } from '../../platform/context.ts'
import { appendEvents, createEventFeed, type NewEvent, presentEvent, readEvents } from './index.ts'
import { openTestService, testPrincipal } from './testing/test-workspace-store.ts'

const service = await openTestService()
const feed = createEventFeed({
  relay: service.relay,
  memory: service.memory,
  pollMs: 50,
  log: { warn: () => undefined },
})
beforeAll(() => feed.start())
afterAll(async () => {
  await feed.stop()
  await service.close()
})

const newContext = async () => service.contextOf(await service.addWorkspace(`w-${newId()}`))
const append = (context: Context, ...events: NewEvent[]) =>
  context.transaction(async (tx) => void (await appendEvents(tx, context, events)))
const saved = (status = 'placed'): NewEvent => ({
  type: 'order.saved',
  subject: { kind: 'order', id: newId(), seq: 1 },
  ticketId: null,
  data: { status },
})
const presence = (agentId: string): NewEvent => ({
  type: 'agent.presence_changed',
  subject: { kind: 'agent', id: agentId, seq: 1 },
  ticketId: null,
  data: { from: 'offline', to: 'available', reason: null, cause: 'api', loadVersion: 2 },
})
const tagged = (ticketId: string): NewEvent => ({
  type: 'ticket.updated',
  subject: { kind: 'ticket', id: ticketId, seq: 1 },
  ticketId,
  data: { changed: ['tags'] },
})

/** A ticket's bare row. */
async function addTicket(context: Context, place: { channel: string; queue: string; partnerId?: string }) {
  const [id, customerId] = [newId(), newId()]
  await context.transaction(async (tx) => {
    const values = [context.workspace.id, id, place.channel, place.queue, customerId, JSON.stringify(place)]
    const customer = 'insert into customers (workspace_id, id, external_id) values ($1, $2, gen_random_uuid()::text)'
    await tx.prepared({ name: 'customer', text: customer }, [context.workspace.id, customerId])
    const ticket = `insert into tickets (workspace_id, id, number, type, priority, channel, language, lifecycle, status,
        status_category, queue, customer_id, created_by, workflow_version, created_at, updated_at)
      values ($1, $2, nextval('event_seq'), 'incident', 'normal', $3, 'en', 'care', 'created', 'new', $4, $5, $6, 1, now(), now())`
    await tx.prepared({ name: 'ticket', text: ticket }, values)
  })
  return id
}
/** Reads until `count` events came, each time from where the last page ended. */
async function readAll(context: Context, count: number, limit = 200) {
  const events = []
  for (let after = 0; events.length < count;) {
    const page = await readEvents(context, { after, limit, waitMs: 5_000 })
    if (page.events.length === 0) break
    events.push(...page.events)
    after = page.next
  }
  return events
}

describe('reading events', () => {
  it('gives a workspace its own events in pages, in order, in the public form', async () => {
    const [here, there] = [await newContext(), await newContext()]
    for (let index = 0; index < 5; index++) {
      await append(here, saved(`s${index}`))
      await append(there, saved('elsewhere'))
    }
    const events = await readAll(here, 5, 2)
    expect(events.map((event) => event.data['status'])).toEqual(['s0', 's1', 's2', 's3', 's4'])
    const [first] = events
    if (first === undefined) throw new Error('no event')
    expect(presentEvent(first)).toMatchObject({
      id: encodeId('event', first.id),
      subject: { kind: 'order', id: encodeId('order', first.subjectId) },
      actor: { kind: 'system', id: 'system' },
      ticketId: null,
      cause: null,
    })
  })

  it('of some types moves its cursor past the others', async () => {
    const context = await newContext()
    await append(context, saved(), saved())
    await readAll(context, 2)
    const page = await readEvents(context, { after: 0, types: ['ticket.created'], limit: 10 })
    expect(page).toEqual({ events: [], next: feed.mark() })
  })

  it('waits for the next event, and no longer', async () => {
    const context = await newContext()
    const waiting = readEvents(context, { after: feed.mark(), limit: 10, waitMs: 10_000 })
    await append(context, saved())
    expect((await waiting).events).toHaveLength(1)
    const nothing = await readEvents(context, { after: feed.mark(), limit: 10, waitMs: 30 })
    expect(nothing.events).toEqual([])
  })

  it('ends its waiting when the caller goes', async () => {
    const context = await newContext()
    const caller = new AbortController()
    const waiting = readEvents(context, { after: feed.mark(), limit: 1, waitMs: 30_000, signal: caller.signal })
    caller.abort()
    expect((await waiting).events).toEqual([])
  })

  it('is refused without event:read', async () => {
    const context = await newContext()
    const nobody = service.contextOf(context.workspace, testPrincipal(['ticket:read']))
    await expect(readEvents(nobody, { after: 0, limit: 1 })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('shows a limited caller only tickets in its channels and queues, and the agent it is', async () => {
    const context = await newContext()
    const inside = await addTicket(context, { channel: 'email', queue: 'payments' })
    const otherQueue = await addTicket(context, { channel: 'email', queue: 'security' })
    const otherChannel = await addTicket(context, { channel: 'voice', queue: 'payments' })
    const agentId = newId()
    const all = [inside, otherQueue, otherChannel].map(tagged)
    await append(context, ...all, saved(), presence(newId()), presence(agentId))
    await readAll(context, 6)
    const scope = { channels: new Set(['email']), queues: new Set(['payments']) }
    const limited = service.contextOf(context.workspace, testPrincipal(['event:read'], { scope, agentId }))
    const page = await readEvents(limited, { after: 0, limit: 10 })
    expect(page.events.map((event) => event.subjectId)).toEqual([inside, agentId])
    expect(page.next).toBe(feed.mark())
  })

  it('shows a partner only tickets it raised', async () => {
    const context = await newContext()
    const partnerId = newId()
    const own = await addTicket(context, { channel: 'partner', queue: 'partner-desk', partnerId })
    const foreign = await addTicket(context, { channel: 'partner', queue: 'partner-desk', partnerId: newId() })
    await append(context, tagged(own), tagged(foreign), saved())
    await readAll(context, 3)
    const partner = service.contextOf(context.workspace, testPrincipal(['event:read'], { partnerId }))
    const page = await readEvents(partner, { after: 0, limit: 10 })
    expect(page.events.map((event) => event.ticketId)).toEqual([own])
  })
})
