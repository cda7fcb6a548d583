import { afterAll, describe, expect, it } from 'vitest'
import { authenticateToken, createToken, type Permission, unlimitedGrant } from '../../modules/access/index.ts'
import { claimDeliveries, recordAttempts } from '../../modules/deliveries/index.ts'
import { openDeliveryWorld, type TestTicket } from '../../modules/deliveries/testing/delivery-world-store.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import type { OutboundResult } from '../../platform/outbound/index.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { deliveryRoutes } from './deliveries.ts'

const world = await openDeliveryWorld()
const workspace = await world.addWorkspace()
const system = world.contextOf(workspace)
const { app, close } = await openSampleApp({
  routes: deliveryRoutes(),
  // A busy machine must not shed what these tests ask.
  limits: { loopDelayMs: Number.POSITIVE_INFINITY },
  authenticate: {
    token: (text) => authenticateToken(world.installation, text),
    session: () => {
      throw new Error('Nobody signs in here.')
    },
  },
  openContextFor: (caller, requestId) => world.installation.openContext({ ...caller, requestId }),
})
afterAll(async () => {
  await close()
  await world.close()
})

interface Limits {
  readonly channels?: string[]
  readonly queues?: string[]
  readonly partnerId?: string
}

async function bearer(permissions: Permission[], limits: Limits = {}, place = system) {
  const made = await createToken(place, { ...unlimitedGrant, name: 'CRM', role: null, permissions, ...limits })
  return { authorization: `Bearer ${made.secret}` }
}
const both: Permission[] = ['delivery:read', 'ticket:write']
const admin = await bearer(both)

async function call(method: 'GET' | 'POST', url: string, headers: Record<string, string> = admin, payload?: object) {
  const answer = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const listOf = (ticket: Pick<TestTicket, 'id'>, query = '') =>
  `/v1/tickets/${encodeId('ticket', ticket.id)}/deliveries${query}`
const replayOf = (deliveryId: string) => `/v1/deliveries/${encodeId('delivery', deliveryId)}/replay`

async function addPartner(): Promise<string> {
  const id = newId()
  const text = 'insert into partners (workspace_id, id, slug, name) values ($1, $2, $3, $3)'
  await world.query(text, [workspace.id, id, `p-${id}`])
  return id
}

/** A ticket with one callback that was refused once and then taken. */
async function deliveredTicket(more: Parameters<typeof world.addTicket>[1] = {}) {
  const ticket = await world.addTicket(workspace, more)
  const deliveryId = await world.queue(ticket, { url: 'https://hooks.example.com/', sequence: 1 })
  const answered: OutboundResult = {
    kind: 'answered',
    status: 200,
    headers: { retryAfter: null, webhookDelivery: null },
    answerHeaders: { server: 'crm' },
    bodyText: 'thanks',
    bodyIsTruncated: false,
    address: '198.51.100.7',
    durationMs: 12,
  }
  for (const result of [{ kind: 'failed', errorClass: 'blocked', durationMs: 3 } as const, answered]) {
    await world.hasten(deliveryId)
    const claimed = (await claimDeliveries(system, { limit: 64 })).filter(({ id }) => id === deliveryId)
    await recordAttempts(
      system,
      claimed.map((delivery) => ({ delivery, startedAt: system.now(), result })),
    )
  }
  return { ticket, deliveryId }
}

describe('GET /v1/tickets/{id}/deliveries', () => {
  it('shows each callback with its attempts', async () => {
    const { ticket, deliveryId } = await deliveredTicket()
    const answer = await call('GET', listOf(ticket))
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(answer).toEqual({
      status: 200,
      body: {
        data: [
          {
            id: encodeId('delivery', deliveryId),
            ticketId: encodeId('ticket', ticket.id),
            webhookId: null,
            eventId: expect.stringMatching(/^evt_/),
            sequence: 1,
            type: 'ticket.updated',
            url: 'https://hooks.example.com/',
            state: 'delivered',
            nextAttemptAt: null,
            createdAt: instant,
            endedAt: instant,
            attempts: [
              {
                id: expect.stringMatching(/^att_/),
                number: 1,
                trigger: 'auto',
                startedAt: instant,
                durationMs: 3,
                status: null,
                errorClass: 'refused',
                address: null,
                requestHeaders: null,
                responseHeaders: null,
                response: null,
                nextAttemptAt: instant,
              },
              {
                id: expect.stringMatching(/^att_/),
                number: 2,
                trigger: 'auto',
                startedAt: instant,
                durationMs: 12,
                status: 200,
                errorClass: null,
                address: '198.51.100.7',
                requestHeaders: null,
                responseHeaders: { server: 'crm' },
                response: 'thanks',
                nextAttemptAt: null,
              },
            ],
          },
        ],
        page: { next: null },
      },
    })
  })

  it('gives pages, the newest first', async () => {
    const ticket = await world.addTicket(workspace)
    for (const sequence of [1, 2, 3]) await world.queue(ticket, { url: 'https://hooks.example.com/', sequence })
    const first = await call('GET', listOf(ticket, '?limit=2'))
    const rest = await call('GET', listOf(ticket, `?limit=2&after=${first.body.page.next}`))
    const sequences = [...first.body.data, ...rest.body.data].map((delivery: { sequence: number }) => delivery.sequence)
    expect(sequences).toEqual([3, 2, 1])
    expect(rest.body.page.next).toBeNull()
  })

  it('tells nobody out of scope whether there is such a ticket', async () => {
    const { ticket } = await deliveredTicket({ channel: 'email', queue: 'payments' })
    const absent = await call('GET', listOf({ id: newId() }))
    expect(absent).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const other = await world.addWorkspace()
    const outsiders = [
      await bearer(both, { channels: ['voice'] }),
      await bearer(both, { queues: ['security'] }),
      await bearer(both, { partnerId: await addPartner() }),
      await bearer(both, {}, world.contextOf(other)),
    ]
    for (const headers of outsiders) {
      const { status, body } = await call('GET', listOf(ticket), headers)
      expect({ status, body: { ...body, requestId: null } }).toEqual({
        ...absent,
        body: { ...absent.body, requestId: null },
      })
    }
    const insider = await bearer(both, { channels: ['email'], queues: ['payments'] })
    expect(await call('GET', listOf(ticket), insider)).toMatchObject({ status: 200 })
    expect(await call('GET', listOf(ticket), await bearer(['ticket:read']))).toMatchObject({ status: 403 })
  })
})

describe('POST /v1/deliveries/{id}/replay', () => {
  it('makes the delivery due again, for those who may read deliveries and write tickets', async () => {
    const { deliveryId } = await deliveredTicket({ queue: 'payments' })
    for (const permission of both) {
      expect(await call('POST', replayOf(deliveryId), await bearer([permission]))).toMatchObject({ status: 403 })
    }
    expect(await call('POST', replayOf(deliveryId), await bearer(both, { queues: ['security'] }))).toMatchObject({
      status: 404,
    })
    expect((await world.stored(deliveryId)).state).toBe('delivered')
    expect(await call('POST', replayOf(deliveryId))).toMatchObject({
      status: 202,
      body: { id: encodeId('delivery', deliveryId), state: 'pending', endedAt: null },
    })
    const [claimed] = await claimDeliveries(system, { limit: 64 })
    expect(claimed?.id).toBe(deliveryId)
  })

  it('answers 404 for what is not there', async () => {
    expect(await call('POST', replayOf(newId()))).toMatchObject({ status: 404 })
  })
})

describe('GET /v1/deliveries/{id}', () => {
  const at = (deliveryId: string) => `/v1/deliveries/${encodeId('delivery', deliveryId)}`

  it('shows the text that was sent, to who may read the ticket in it', async () => {
    const { deliveryId } = await deliveredTicket()
    const reader = await bearer(['delivery:read', 'ticket:read'])
    expect((await call('GET', at(deliveryId), reader)).body).toMatchObject({
      body: '{"sequence":1}',
      attempts: [{}, {}],
    })
    expect((await call('GET', at(deliveryId), await bearer(['delivery:read']))).body).toMatchObject({ body: null })
    expect((await call('GET', at(newId()), reader)).status).toBe(404)
    expect((await call('GET', at(deliveryId), await bearer(['ticket:read']))).status).toBe(403)
  })

  it('finds callbacks among all by their kind', async () => {
    const { ticket } = await deliveredTicket()
    const listed = (kind: string) =>
      call('GET', `/v1/deliveries?ticketId=${encodeId('ticket', ticket.id)}&kind=${kind}`)
    expect((await listed('callback')).body.data).toHaveLength(1)
    expect((await listed('subscription')).body.data).toEqual([])
    expect((await listed('offer')).body.data).toEqual([])
    expect((await listed('letter')).status).toBe(400)
  })
})

describe('POST /v1/deliveries/replay', () => {
  it('sends what was given up again, of the ticket that is named', async () => {
    const [one, other] = [await deliveredTicket(), await deliveredTicket()]
    for (const { deliveryId } of [one, other])
      await world.query(`update deliveries set state = 'dead' where id = $1`, [deliveryId])
    const from = new Date(Date.now() - 3_600_000).toISOString()
    const replay = (body: object) => call('POST', '/v1/deliveries/replay', admin, body)
    expect(await replay({ from, ticketId: encodeId('ticket', one.ticket.id) })).toEqual({
      status: 202,
      body: { queued: 1 },
    })
    expect((await replay({ from })).body).toEqual({ queued: 1 })
    expect((await replay({ from })).body).toEqual({ queued: 0 })
    expect((await replay({ from: '2001-01-01T00:00:00.000Z' })).body.errors[0]).toMatchObject({ code: 'too_old' })
    expect((await replay({})).status).toBe(400)
    const reader = await bearer(['delivery:read'])
    expect((await call('POST', '/v1/deliveries/replay', reader, { from })).status).toBe(403)
  })
})

describe('GET /v1/deliveries/origins', () => {
  it('lists where callbacks fail, and nothing to who is limited', async () => {
    await world.query(
      `insert into webhook_states (workspace_id, target, failures, failed_at) values ($1, 'https://down.example.com/*', 3, now())`,
      [workspace.id],
    )
    const { body } = await call('GET', '/v1/deliveries/origins')
    expect(body.data[0]).toMatchObject({
      origin: 'https://down.example.com',
      failures: 3,
      waiting: 0,
      probeAt: null,
    })
    const limited = await bearer(['delivery:read'], { queues: ['frontline'] })
    expect((await call('GET', '/v1/deliveries/origins', limited)).body).toEqual({ data: [] })
  })
})
