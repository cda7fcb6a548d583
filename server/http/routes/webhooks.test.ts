import { afterAll, describe, expect, it } from 'vitest'
import { authenticateToken, createToken, type Permission, unlimitedGrant } from '../../modules/access/index.ts'
import { openDeliveryWorld } from '../../modules/deliveries/testing/delivery-world-store.ts'
import { answered, openWebhookDesk } from '../../modules/deliveries/testing/webhook-world.ts'
import { decodeId, encodeId, newId } from '../../platform/ids.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { deliveryRoutes } from './deliveries.ts'
import { webhookRoutes } from './webhooks.ts'

const world = await openDeliveryWorld()
const desk = await openWebhookDesk(world)
const { app, close } = await openSampleApp({
  routes: [...webhookRoutes(), ...deliveryRoutes()],
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
}
const everything: Permission[] = ['webhook:read', 'webhook:write', 'delivery:read', 'ticket:write']
async function bearer(permissions: Permission[] = everything, limits: Limits = {}) {
  const made = await createToken(desk.context, { ...unlimitedGrant, name: 'CRM', role: null, permissions, ...limits })
  return { authorization: `Bearer ${made.secret}` }
}
const admin = await bearer()

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
async function call(method: Method, url: string, payload?: object, headers: Record<string, string> = admin) {
  const answer = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
  return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? null : answer.json() }
}
const subscription = { url: 'https://crm.example.com/hooks', eventTypes: ['ticket.*'] }
async function subscribe(more: object = {}, headers = admin) {
  const { status, body } = await call('POST', '/v1/webhooks', { ...subscription, ...more }, headers)
  expect(status).toBe(201)
  return { ...body, at: `/v1/webhooks/${body.id}` }
}

describe('POST /v1/webhooks', () => {
  it('answers the subscription with its secret, which is never shown again', async () => {
    const { status, headers, body } = await call('POST', '/v1/webhooks', { ...subscription, description: 'CRM' })
    expect(status).toBe(201)
    expect(headers['location']).toBe(`/v1/webhooks/${body.id}`)
    const { secret, ...webhook } = body
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(webhook).toMatchObject({ ...subscription, description: 'CRM', status: 'active', order: 'held', version: 1 })
    const one = await call('GET', `/v1/webhooks/${body.id}`)
    const list = await call('GET', '/v1/webhooks')
    expect(one.body).toEqual(webhook)
    expect(JSON.stringify([one, list])).not.toContain('whsec_')
    expect(list.body.data[0]).toEqual(webhook)
    expect(list.body.retrySeconds).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])
  })

  it.each([
    ['an address inside the network', { url: 'https://10.0.0.1/' }, 400, '/url'],
    ['an address with a password', { url: 'https://a:b@crm.example.com/' }, 400, '/url'],
    ['no address', { url: 'crm' }, 400, '/url'],
    ['a type that no event has', { eventTypes: ['ticket.*', 'tickets.*'] }, 400, '/eventTypes/1'],
    ['no types', { eventTypes: [] }, 400, '/eventTypes'],
    ['another order', { order: 'sideways' }, 400, '/order'],
    ['a rate of nothing', { ratePerSecond: 0 }, 400, '/ratePerSecond'],
    ['a queue twice', { queues: ['a', 'a'] }, 400, '/queues'],
    ['something unknown', { secret: 'whsec_mine' }, 400, '/secret'],
  ])('refuses %s', async (_name, change, status, pointer) => {
    const refused = await call('POST', '/v1/webhooks', { ...subscription, ...change })
    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([status, pointer])
  })
})

describe('a token limited to a queue', () => {
  it('makes and sees only subscriptions within it, and their deliveries', async () => {
    const limited = await bearer(everything, { queues: ['frontline'] })
    expect((await call('POST', '/v1/webhooks', subscription, limited)).status).toBe(403)
    const wide = await subscribe()
    const own = await subscribe({ queues: ['frontline'] }, limited)
    const listed = (await call('GET', '/v1/webhooks', undefined, limited)).body.data as { id: string }[]
    expect(listed.map((webhook) => webhook.id)).toEqual([own.id])
    expect((await call('PATCH', own.at, { queues: null }, limited)).status).toBe(403)
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['POST', '/rotate'],
      ['POST', '/end-overlap'],
      ['GET', '/secret'],
      ['GET', '/replay'],
      ['POST', '/replay'],
    ] as const) {
      const body = method === 'PATCH' || path === '/rotate' ? {} : undefined
      expect((await call(method, wide.at + path, body, limited)).status).toBe(404)
    }
    await desk.happen()
    await desk.fanOut()
    const seen = await call('GET', '/v1/deliveries', undefined, limited)
    expect(new Set(seen.body.data.map((delivery: { webhookId: string }) => delivery.webhookId))).toEqual(
      new Set([own.id]),
    )
    const all = await call('GET', `/v1/deliveries?webhookId=${wide.id}`)
    const foreign = all.body.data[0].id
    expect((await call('POST', `/v1/deliveries/${foreign}/replay`, undefined, limited)).status).toBe(404)
    const ofTicket = `/v1/tickets/${encodeId('ticket', desk.ticket.id)}/deliveries`
    expect(JSON.stringify((await call('GET', ofTicket, undefined, limited)).body)).not.toContain(wide.id)
  })
})

describe('PATCH and DELETE /v1/webhooks/{id}', () => {
  it('change what is named, over the version that was seen', async () => {
    const webhook = await subscribe()
    const change = (payload: object, version: number) =>
      call('PATCH', webhook.at, payload, { ...admin, 'if-match': `"${webhook.id}.${version}"` })
    const changed = await change({ eventTypes: ['sla.*'], order: 'strict' }, 1)
    expect(changed.body).toMatchObject({ eventTypes: ['sla.*'], order: 'strict', url: subscription.url, version: 2 })
    expect((await change({ order: 'held' }, 1)).status).toBe(412)
    expect((await call('PATCH', webhook.at, { url: 'https://127.0.0.1/' })).body.code).toBe('callback_refused')
    expect((await call('PATCH', webhook.at, { recoverSince: '2026-11-20T09:00:00.000Z' })).body.errors[0].pointer).toBe(
      '/recoverSince',
    )
    expect((await call('DELETE', webhook.at)).status).toBe(204)
    expect((await call('DELETE', webhook.at)).status).toBe(404)
    expect((await call('GET', webhook.at)).status).toBe(404)
  })

  it('disable and enable', async () => {
    const webhook = await subscribe()
    const disabled = await call('PATCH', webhook.at, { status: 'disabled' })
    expect(disabled.body).toMatchObject({ status: 'disabled', disabledReason: 'manual' })
    expect((await call('POST', `${webhook.at}/test`)).body).toMatchObject({
      code: 'conflict',
      disabledReason: 'manual',
    })
    expect((await call('POST', `${webhook.at}/replay`)).status).toBe(409)
    expect((await call('PATCH', webhook.at, { status: 'active' })).body).toMatchObject({ status: 'active' })
    const old = { status: 'active', recoverSince: '2001-01-01T00:00:00.000Z' }
    expect((await call('PATCH', webhook.at, old)).body.errors[0]).toMatchObject({ code: 'too_old' })
  })
})

describe('POST /v1/webhooks/{id}/rotate', () => {
  it('answers a new secret and says how long the one before signs', async () => {
    const webhook = await subscribe()
    const { status, body } = await call('POST', `${webhook.at}/rotate`, { overlapSeconds: 3_600 })
    expect(status).toBe(200)
    expect(body.secret).not.toBe(webhook.secret)
    expect(body.retiring).toHaveLength(1)
    const leftMs = Date.parse(body.retiring[0].retiresAt) - Date.parse(body.createdAt)
    expect(leftMs).toBe(3_600_000)
    expect((await call('POST', `${webhook.at}/rotate`, { overlapSeconds: 8 * 86_400 })).status).toBe(400)
  })

  it('refuses a second one within the overlap, unless it is forced or the overlap was ended', async () => {
    const webhook = await subscribe()
    const rotate = (more: object = {}) => call('POST', `${webhook.at}/rotate`, { overlapSeconds: 3_600, ...more })
    const first = await rotate()
    expect((await rotate()).body).toMatchObject({ code: 'conflict', retiresAt: first.body.retiring[0].retiresAt })
    const forced = await rotate({ force: true })
    expect(forced.body.retiring).toHaveLength(2)
    const ended = await call('POST', `${webhook.at}/end-overlap`)
    expect(ended.body).toMatchObject({ keyId: forced.body.keyId, secret: forced.body.secret, retiring: [] })
    expect((await call('POST', `${webhook.at}/end-overlap`)).body).toEqual(ended.body)
    expect((await rotate()).status).toBe(200)
    expect((await call('POST', '/v1/webhooks/wh_01jqzv5k3mf8tbn2c4d6e7g9zz/end-overlap')).status).toBe(404)
  })
})

describe('GET /v1/webhooks/{id}/secret', () => {
  it('shows the secret to who may change it, and records that', async () => {
    const webhook = await subscribe()
    expect((await call('GET', `${webhook.at}/secret`)).body).toMatchObject({ secret: webhook.secret, retiring: [] })
    const reader = await bearer(['webhook:read'])
    expect((await call('GET', `${webhook.at}/secret`, undefined, reader)).status).toBe(403)
    expect((await call('GET', '/v1/webhooks/wh_01jqzv5k3mf8tbn2c4d6e7g9zz/secret')).status).toBe(404)
    const shown = await world.query<{ data: object }>(
      `select data from events where workspace_id = $1 and type = 'callback_key.revealed'`,
      [desk.workspace.id],
    )
    expect(shown).toEqual([{ data: { ownerKind: 'webhook', ownerId: webhook.id } }])
  })
})

describe('POST /v1/webhooks/{id}/test and replays', () => {
  it('queue a test event', async () => {
    const webhook = await subscribe()
    const { status, body } = await call('POST', `${webhook.at}/test`)
    expect(status).toBe(202)
    expect(body).toMatchObject({ type: 'webhook.test', webhookId: webhook.id, ticketId: null, state: 'pending' })
  })

  it('tell how many events are sent, and refuse what is no span', async () => {
    const webhook = await subscribe()
    await desk.happen()
    const from = new Date(desk.context.now() - 60_000).toISOString()
    const replay = (query: string) => call('POST', `${webhook.at}/replay${query}`)
    const preview = await call('GET', `${webhook.at}/replay?from=${from}&kind=missing`)
    const sent = await replay(`?from=${from}`)
    expect(preview.body).toEqual({ failed: 0, missing: sent.body.queued })
    expect(sent.body.missing).toBeGreaterThan(0)
    expect((await replay(`?from=${from}`)).body).toEqual({ queued: 0, failed: 0, missing: 0 })
    expect((await replay(`?kind=some`)).status).toBe(400)
    expect((await replay('?from=2001-01-01T00:00:00.000Z')).body.errors[0]).toMatchObject({ pointer: 'from' })
    expect((await replay('?from=yesterday')).status).toBe(400)
  })

  it('of one delivery take webhook:write, and nothing of tickets', async () => {
    const webhook = await subscribe()
    await desk.happen()
    await desk.fanOut()
    const { body } = await call('GET', `/v1/deliveries?webhookId=${webhook.id}&state=pending&type=ticket.updated`)
    const again = (permissions: Permission[]) =>
      bearer(permissions).then((headers) =>
        call('POST', `/v1/deliveries/${body.data[0].id}/replay`, undefined, headers),
      )
    expect((await again(['delivery:read', 'ticket:write'])).status).toBe(403)
    expect((await again(['delivery:read', 'webhook:write'])).status).toBe(202)
  })
})

describe('GET /v1/deliveries', () => {
  it('gives pages by endpoint, ticket, state and type', async () => {
    const webhook = await subscribe()
    const ticket = await world.addTicket(desk.workspace)
    for (let count = 0; count < 3; count++) await desk.happen(ticket)
    await desk.fanOut()
    const [sent] = (await desk.claim()).filter((delivery) => delivery.webhookId === decodeId('webhook', webhook.id))
    await desk.report(sent === undefined ? [] : [sent], answered(200))
    const at = `/v1/deliveries?webhookId=${webhook.id}`
    const first = await call('GET', `${at}&limit=2`)
    const rest = await call('GET', `${at}&limit=2&after=${first.body.page.next}`)
    const rows = [...first.body.data, ...rest.body.data] as { sequence: number }[]
    expect(rows.map((delivery) => delivery.sequence)).toEqual([3, 2, 1])
    const done = await call('GET', `${at}&state=delivered&ticketId=${encodeId('ticket', ticket.id)}`)
    expect(done.body.data).toMatchObject([{ sequence: 1, attempts: [{ status: 200 }] }])
    expect((await call('GET', `${at}&type=ticket.solved`)).body.data).toEqual([])
    expect((await call('GET', `${at}&ticketId=${encodeId('ticket', newId())}`)).body.data).toEqual([])
    expect((await call('GET', '/v1/deliveries', undefined, await bearer(['ticket:read']))).status).toBe(403)
  })
})
