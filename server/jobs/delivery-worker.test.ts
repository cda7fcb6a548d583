import type { IncomingMessage, ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { callbackSecrets } from '../modules/access/index.ts'
import { claimDeliveries } from '../modules/deliveries/index.ts'
import { openDeliveryWorld, type TestTicket } from '../modules/deliveries/testing/delivery-world-store.ts'
import { createLog } from '../platform/log.ts'
import { createOutboundClient, createOutboundPolicy } from '../platform/outbound/index.ts'
import { startReceiver } from '../platform/outbound/testing/receivers.ts'
import { soon } from '../platform/testing/soon.ts'
import { createDeliveryWorker, type DeliveryWorkerOptions } from './delivery-worker.ts'
import type { Worker } from './worker.ts'

const world = await openDeliveryWorld()
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})
afterAll(world.close)

interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A receiver that keeps what it got and answers as told, 204 unless told otherwise. */
async function receive(answer: (response: ServerResponse, received: Received) => void = ok) {
  const got: Received[] = []
  const receiver = await startReceiver((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const received = { headers: request.headers, body }
      got.push(received)
      answer(response, received)
    })
  })
  cleanups.push(receiver.close)
  return { got, url: (path = '/') => `http://127.0.0.1:${receiver.port}${path}` }
}
const ok = (response: ServerResponse) => void response.writeHead(204).end()

/** A running worker that may reach loopback addresses, as on a first start. */
function startWorker(more: Partial<DeliveryWorkerOptions> & { allowCidrs?: string[] } = {}): Worker {
  const { allowCidrs = ['127.0.0.0/8'], ...options } = more
  const client = createOutboundClient({ policy: createOutboundPolicy({ allowCidrs, loopbackAllowed: false }) })
  const log = createLog({ level: 'silent' })
  const { installation, relay } = world
  const worker = createDeliveryWorker({ installation, relay, client, log, version: '9.9.9', ...options })
  cleanups.push(async () => {
    await worker.stop(1_000)
    await client.close()
  })
  worker.start()
  return worker
}

const stateOf = async (id: string) => (await world.stored(id)).state
const until = (state: string, id: string) => vi.waitUntil(async () => (await stateOf(id)) === state, soon)
const newTicket = async () => world.addTicket(await world.addWorkspace())
const secretsFor = (ticket: TestTicket) => {
  const context = world.contextOf(ticket.workspace)
  return context.transaction((tx) => callbackSecrets(tx, context, { kind: 'token', id: ticket.createdBy.id }))
}

describe('a callback', () => {
  it('carries the exact body and a signature that the reference library accepts', async () => {
    const { got, url } = await receive()
    const ticket = await newTicket()
    startWorker()
    const id = await world.queue(ticket, { url: url('/hook'), sequence: 1, body: '{"text":"Zoë – ✓"}' })
    await until('delivered', id)
    const [received] = got
    expect(got).toHaveLength(1)
    expect(received?.body).toBe('{"text":"Zoë – ✓"}')
    expect(received?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Switchyard/9.9.9',
      'webhook-attempt': '1',
      'webhook-id': expect.stringMatching(/^evt_[0-9a-z]{26}$/),
    })
    const [secret = ''] = await secretsFor(ticket)
    const headers = received?.headers as Record<string, string>
    expect(new Webhook(secret).verify(received?.body ?? '', headers)).toEqual({ text: 'Zoë – ✓' })
    expect(() => new Webhook(secret).verify('{"text":"other"}', headers)).toThrow()
  })

  it('is tried again with the same id after a 500, and its log tells both', async () => {
    const statuses = [500, 200]
    const { got, url } = await receive((response) => response.writeHead(statuses.shift() ?? 200).end('noted'))
    startWorker()
    const id = await world.queue(await newTicket(), { url: url(), sequence: 1 })
    await vi.waitUntil(async () => (await world.stored(id)).attempts === 1, soon)
    expect((await world.stored(id)).dueInMs).toBeGreaterThan(0)
    await world.hasten(id)
    await until('delivered', id)
    expect(got.map((received) => received.headers['webhook-attempt'])).toEqual(['1', '2'])
    expect(new Set(got.map((received) => received.headers['webhook-id'])).size).toBe(1)
    const logged = await world.query(
      `select number, status, error_class, address, response from delivery_attempts where delivery_id = $1 order by number`,
      [id],
    )
    expect(logged).toEqual([
      { number: 1, status: 500, error_class: null, address: '127.0.0.1', response: 'noted' },
      { number: 2, status: 200, error_class: null, address: '127.0.0.1', response: 'noted' },
    ])
  })

  it('arrives after the ones before it of the same ticket, in a crowd of tickets', async () => {
    const { got, url } = await receive()
    const tickets = await Promise.all(Array.from({ length: 6 }, newTicket))
    const queued: string[] = []
    for (let sequence = 1; sequence <= 5; sequence++) {
      for (const ticket of tickets) {
        const body = JSON.stringify({ ticketId: ticket.id, sequence })
        queued.push(await world.queue(ticket, { url: url(), sequence, body }))
      }
    }
    startWorker()
    for (const id of queued) await until('delivered', id)
    const sent = got.map((received) => JSON.parse(received.body) as { ticketId: string; sequence: number })
    expect(sent).toHaveLength(30)
    for (const ticket of tickets) {
      const order = sent.filter((one) => one.ticketId === ticket.id).map((one) => one.sequence)
      expect(order).toEqual([1, 2, 3, 4, 5])
    }
  })

  it('to an address that is not allowed is refused when it is sent, and reads like a refused connection', async () => {
    const { got, url } = await receive()
    startWorker({ allowCidrs: ['127.99.0.0/16'] })
    const id = await world.queue(await newTicket(), { url: url(), sequence: 1 })
    await vi.waitUntil(async () => (await world.stored(id)).attempts === 1, soon)
    expect(got).toEqual([])
    const logged = await world.query(
      'select status, error_class, address from delivery_attempts where delivery_id = $1',
      [id],
    )
    expect(logged).toEqual([{ status: null, error_class: 'refused', address: null }])
  })

  it('that cannot be signed is quarantined and delays no other', async () => {
    const { got, url } = await receive()
    const ticket = await newTicket()
    const lost = { kind: 'token', id: '0190f5b2-0000-7000-8000-0000000000ff', partnerId: null }
    const keyless = await world.addTicket(ticket.workspace, { createdBy: lost })
    startWorker()
    const poisoned = await world.queue(keyless, { url: url(), sequence: 1 })
    for (let attempt = 1; attempt <= 3; attempt++) {
      await vi.waitUntil(async () => (await world.stored(poisoned)).attempts === attempt, soon)
      await until('delivered', await world.queue(ticket, { url: url(), sequence: attempt }))
      if (attempt < 3) await world.hasten(poisoned)
    }
    expect(await stateOf(poisoned)).toBe('quarantined')
    expect(got).toHaveLength(3)
  })
})

describe('a receiver that hangs', () => {
  it('delays neither other endpoints of the workspace nor other workspaces', async () => {
    const hanging = await receive(() => undefined)
    const healthy = await receive()
    const ticket = await newTicket()
    startWorker()
    for (let index = 0; index < 20; index++) {
      await world.queue(await world.addTicket(ticket.workspace), { url: hanging.url(), sequence: 1 })
    }
    await vi.waitUntil(() => hanging.got.length === 8, soon)
    await until('delivered', await world.queue(ticket, { url: healthy.url(), sequence: 1 }))
    await until('delivered', await world.queue(await newTicket(), { url: healthy.url(), sequence: 1 }))
    expect(hanging.got).toHaveLength(8)
  })
})

describe('a workspace', () => {
  it('that is alone has more under way than its share beside others, and leaves room for one that comes', async () => {
    const hanging = await receive(() => undefined)
    const healthy = await receive()
    const ticket = await newTicket()
    const queued: string[] = []
    for (let index = 0; index < 8; index++)
      queued.push(await world.queue(await world.addTicket(ticket.workspace), { url: hanging.url(), sequence: 1 }))
    const leased = async () => (await Promise.all(queued.map(world.stored))).filter(({ isLeased }) => isLeased).length
    startWorker({ atOnce: 6, perWorkspace: 2 })
    await expect.poll(leased, { timeout: 10_000 }).toBe(4)
    const others = [await newTicket(), await newTicket()]
    const ids = await Promise.all(others.map((other) => world.queue(other, { url: healthy.url(), sequence: 1 })))
    for (const id of ids) await until('delivered', id)
  })
})

describe('a worker', () => {
  it('sends what one that was killed had taken, once its lease is over', async () => {
    const { got, url } = await receive()
    const ticket = await newTicket()
    const id = await world.queue(ticket, { url: url(), sequence: 1 })
    const [taken] = await claimDeliveries(world.contextOf(ticket.workspace), { limit: 1 })
    expect(taken?.id).toBe(id)
    startWorker()
    await until('delivered', await world.queue(await newTicket(), { url: url(), sequence: 1 }))
    expect(await world.stored(id)).toMatchObject({ state: 'pending', isLeased: true })
    await world.hasten(id)
    await until('delivered', id)
    expect(got.filter((received) => received.body === '{"sequence":1}')).toHaveLength(2)
  })

  it('that stops waits for what is under way and gives back what it must break off', async () => {
    let release = () => {}
    const slow = await receive((response) => (release = () => ok(response)))
    const hanging = await receive(() => undefined)
    const worker = startWorker()
    const ending = await world.queue(await newTicket(), { url: slow.url(), sequence: 1 })
    await vi.waitUntil(() => slow.got.length === 1, soon)
    const stopping = worker.stop(5_000)
    release()
    await stopping
    expect(await stateOf(ending)).toBe('delivered')

    const second = startWorker()
    const broken = await world.queue(await newTicket(), { url: hanging.url(), sequence: 1 })
    await vi.waitUntil(() => hanging.got.length === 1, soon)
    await second.stop(20)
    expect(await world.stored(broken)).toMatchObject({ state: 'pending', attempts: 0, isLeased: false })
    expect((await world.stored(broken)).dueInMs).toBeLessThanOrEqual(1)
  })

  it('shares the work with others without sending twice', async () => {
    const { got, url } = await receive()
    const ticket = await newTicket()
    startWorker()
    startWorker()
    startWorker()
    const queued: string[] = []
    for (let index = 0; index < 40; index++) {
      queued.push(
        await world.queue(await world.addTicket(ticket.workspace), { url: url(`/${index % 7}`), sequence: 1 }),
      )
    }
    for (const id of queued) await until('delivered', id)
    expect(new Set(got.map((received) => received.headers['webhook-id'])).size).toBe(40)
    expect(got).toHaveLength(40)
  })
})
