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

async function call(method: 'GET' | 'POST', url: string, headers: Record<string, string> = admin) {
  const answer = await app.inject({ method, url, headers })
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
