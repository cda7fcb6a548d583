import type { IncomingMessage, ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { outboundPolicy, rotateWebhookSecret } from '../modules/deliveries/index.ts'
import { openDeliveryWorld, type TestTicket } from '../modules/deliveries/testing/delivery-world-store.ts'
import { openWebhookDesk, type WebhookDesk } from '../modules/deliveries/testing/webhook-world.ts'
import { createEventFeed } from '../modules/events/index.ts'
import { createLog } from '../platform/log.ts'
import { createOutboundClient, createOutboundPolicy } from '../platform/outbound/index.ts'
import { startReceiver } from '../platform/outbound/testing/receivers.ts'
import { soon } from '../platform/testing/soon.ts'
import { createDeliveryWorker } from './delivery-worker.ts'
import { createFanOutWorker } from './fan-out-worker.ts'

const world = await openDeliveryWorld()
const log = createLog({ level: 'silent' })
const feed = createEventFeed({ relay: world.relayPool, memory: world.installation.memory, log })
await feed.start()
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})
afterAll(async () => {
  await feed.stop()
  await world.close()
})

interface Told {
  readonly headers: Record<string, string>
  readonly body: string
}

/** A real receiver that keeps what it is told and answers as it is told to. */
async function receive(answer: (response: ServerResponse) => unknown = (response) => response.writeHead(204).end()) {
  const told: Told[] = []
  const receiver = await startReceiver((request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      told.push({ headers: request.headers as Told['headers'], body })
      answer(response)
    })
  })
  cleanups.push(receiver.close)
  return { told, url: `http://127.0.0.1:${receiver.port}/hooks` }
}

/** A desk on a service whose workers run; receivers on this machine are allowed. */
async function openDesk(totalTimeoutMs?: number): Promise<WebhookDesk> {
  const policy = createOutboundPolicy({ allowCidrs: ['127.0.0.0/8'], loopbackAllowed: true })
  world.installation.memory.keep(outboundPolicy, policy)
  const client = createOutboundClient({ policy, ...(totalTimeoutMs !== undefined && { totalTimeoutMs }) })
  const { installation, relay } = world
  const workers = [
    createFanOutWorker({ installation, relay, feed, log }),
    createDeliveryWorker({ installation, relay, client, log, version: '9.9.9' }),
  ]
  cleanups.push(async () => {
    await Promise.all(workers.map((worker) => worker.stop(1_000)))
    await client.close()
  })
  for (const worker of workers) worker.start()
  return openWebhookDesk(world)
}

describe('a subscription', () => {
  it('is told of what happens, signed so that the reference library accepts it', async () => {
    const { told, url } = await receive()
    const desk = await openDesk()
    const webhook = await desk.subscribe({ url })
    await desk.happen()
    await vi.waitUntil(() => told.length === 1, soon)
    const [{ body, headers } = { body: '', headers: {} }] = told
    expect(new Webhook(webhook.secret).verify(body, headers)).toMatchObject({ type: 'ticket.updated', sequence: 1 })
    expect(headers).toMatchObject({ 'webhook-id': expect.stringMatching(/^evt_/), 'webhook-attempt': '1' })
    const stranger = await desk.subscribe({ url })
    expect(() => new Webhook(stranger.secret).verify(body, headers)).toThrow()
  })

  it('whose secret is rotated is signed with both until the overlap ends', async () => {
    const { told, url } = await receive()
    const desk = await openDesk()
    const webhook = await desk.subscribe({ url })
    const rotate = async (overlapMs: number) => {
      const [key] =
        (await rotateWebhookSecret(desk.context, { webhookId: webhook.id, overlapMs, isForced: true })) ?? []
      return key?.secret ?? ''
    }
    const second = await rotate(3_600_000)
    await desk.happen()
    await vi.waitUntil(() => told.length === 1, soon)
    const third = await rotate(0)
    await desk.happen()
    await vi.waitUntil(() => told.length === 2, soon)
    const accepted = told.map(({ body, headers }) =>
      [webhook.secret, second, third].map((secret) => {
        try {
          return new Webhook(secret).verify(body, headers) !== null
        } catch {
          return false
        }
      }),
    )
    expect(accepted).toEqual([
      [true, true, false],
      [false, false, true],
    ])
  })

  it('is told of each ticket in order, beside a crowd of others', async () => {
    const { told, url } = await receive()
    const desk = await openDesk()
    await desk.subscribe({ url })
    const tickets: TestTicket[] = []
    while (tickets.length < 5) tickets.push(await world.addTicket(desk.workspace))
    for (let round = 0; round < 6; round++) for (const ticket of tickets) await desk.happen(ticket)
    await vi.waitUntil(() => told.length === 30, soon)
    const bodies = told.map(({ body }) => JSON.parse(body) as { ticketId: string; sequence: number })
    for (const lane of Map.groupBy(bodies, (body) => body.ticketId).values())
      expect(lane.map((body) => body.sequence)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('that hangs holds eight requests and keeps no other waiting', async () => {
    const hanging = await receive(() => undefined)
    const healthy = await receive()
    // Longer than this test may take: what arrives did not wait for the hanging ones to end.
    const desk = await openDesk(600_000)
    await desk.subscribe({ url: hanging.url })
    await desk.subscribe({ url: healthy.url })
    for (let index = 0; index < 40; index++) await desk.happen(await world.addTicket(desk.workspace))
    await vi.waitUntil(() => healthy.told.length === 40, soon)
    expect(hanging.told).toHaveLength(8)
  })

  it('that answers 410 is told nothing more', async () => {
    const { told, url } = await receive((response) => response.writeHead(410).end())
    const desk = await openDesk()
    const webhook = await desk.subscribe({ url })
    await desk.happen()
    const isDisabled = async () => {
      const found = 'select disabled_reason as reason from webhook_endpoints where id = $1'
      return (await world.query<{ reason: string | null }>(found, [webhook.id]))[0]?.reason === 'gone'
    }
    await vi.waitUntil(isDisabled, soon)
    await desk.happen()
    const healthy = await receive()
    await desk.subscribe({ url: healthy.url })
    await desk.happen()
    await vi.waitUntil(() => healthy.told.length === 1, soon)
    expect(told).toHaveLength(1)
  })
})
