import type { IncomingHttpHeaders } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { inTransaction } from '../../server/database/transaction.ts'
import { createDeliveryWorker } from '../../server/jobs/delivery-worker.ts'
import type { Relay } from '../../server/jobs/relay.ts'
import { createAgent } from '../../server/modules/agents/index.ts'
import { outboundPolicy } from '../../server/modules/deliveries/index.ts'
import { decodeId, encodeId, newId } from '../../server/platform/ids.ts'
import { createLog } from '../../server/platform/log.ts'
import { createOutboundClient, createOutboundPolicy } from '../../server/platform/outbound/index.ts'
import { startReceiver } from '../../server/platform/outbound/testing/receivers.ts'
import { soon } from '../../server/platform/testing/soon.ts'
import { openOwnPlace } from '../api/testing/own-service.ts'
import { send } from '../api/testing/running-service.ts'
import { ackSchema, nackSchema, requireShape, supportSchema } from './support-surface.ts'

const place = await openOwnPlace('pair-here')
const { installation, relayPool } = place.service
const relay: Relay = {
  read: (work) => inTransaction(relayPool, { workspaceId: null, readOnly: true }, work),
}
const policy = createOutboundPolicy({ allowCidrs: ['127.0.0.0/8'], loopbackAllowed: false })
installation.memory.keep(outboundPolicy, policy)

interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
const got: Received[] = []
const receiver = await startReceiver((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
  request.on('end', () => {
    got.push({ path: request.url ?? '', headers: request.headers, body })
    response.writeHead(200).end()
  })
})
const client = createOutboundClient({ policy })
const worker = createDeliveryWorker({ installation, relay, client, log: createLog({ level: 'silent' }), version: '1' })
worker.start()
afterAll(async () => {
  await worker.stop(1_000)
  await client.close()
  await receiver.close()
})

/** Every answer of the pair comes through here and must be what the specification says. */
async function say(action: 'support' | 'rating', message: object, context: object = {}, headers = place.admin) {
  const named = { action, transaction_id: newId(), message_id: newId(), timestamp: '2026-11-20T09:00:00.000Z' }
  const payload = { context: { ...named, ...context }, message }
  const seen = await send(place.service, { method: 'POST', url: `/${action}`, headers, payload })
  requireShape(seen.status === 200 ? ackSchema : nackSchema, seen.body)
  return seen.status === 200 ? 'ACK' : [seen.status, seen.body.error.code, seen.body.error.paths]
}

async function addOrder(): Promise<string> {
  const id = `ORD-${newId()}`
  await place.call('PUT', `/v1/orders/${id}`, { placedAt: '2026-11-20T08:45:00.000Z', status: 'PREPARING' })
  return id
}

describe('support', () => {
  it('is acknowledged and told by on_support, signed', async () => {
    const order = await addOrder()
    const context = { bap_uri: `http://127.0.0.1:${receiver.port}/beckn/`, bap_id: 'bap.example', ttl: 'PT30S' }
    const descriptor = { name: 'Late', images: [{ url: 'x' }] }
    expect(await say('support', { support: { order_id: order, descriptor } }, context)).toBe('ACK')
    await vi.waitUntil(() => got.length === 1, soon)
    const [first] = got
    expect(first?.path).toBe('/beckn/on_support')
    const { secret } = (await place.call('GET', '/v1/tokens/self/callback-secret')).body
    const told = new Webhook(secret).verify(first?.body ?? '', first?.headers as Record<string, string>) as {
      context: object
      message: { support: object }
    }
    expect(told.context).toMatchObject({ ...context, action: 'on_support' })
    requireShape(supportSchema, told.message.support)
    const { body } = await place.call('GET', `/support/${order}`)
    expect(told.message.support).toEqual(body)
    expect(body).toMatchObject({ order_id: order, descriptor })

    // Asked again it tells of the same session.
    expect(await say('support', { support: { order_id: order } }, context)).toBe('ACK')
    await vi.waitUntil(() => got.length === 2, soon)
    const again = JSON.parse(got[1]?.body ?? '') as { message: { support: object } }
    expect(again.message.support).toEqual(body)
    expect((await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data).toHaveLength(1)
  })

  it('that comes again, at once or after the session, is told once', async () => {
    const order = await addOrder()
    const path = `/${newId()}`
    const context = { bap_uri: `http://127.0.0.1:${receiver.port}${path}`, message_id: newId() }
    const ask = (id = order) => say('support', { support: { order_id: id } }, context)
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['ACK', 'ACK', 'ACK'])
    const told = () => got.filter((one) => one.path === `${path}/on_support`)
    await vi.waitUntil(() => told().length > 0, soon)
    await place.call('DELETE', `/support/${order}`)
    expect(await ask()).toBe('ACK')
    const count = `select count(*)::integer as count from deliveries where url like '%' || $1 || '/on_support'`
    expect(await place.service.query(count, [path])).toEqual([{ count: 1 }])
    expect((await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data).toHaveLength(1)
    // What was refused was not taken: said again when it can be, it is.
    const refused = { ...context, message_id: newId() }
    const later = `ORD-${newId()}`
    expect((await say('support', { support: { order_id: later } }, refused))[1]).toBe('30010')
    await place.call('PUT', `/v1/orders/${later}`, { placedAt: '2026-11-20T08:45:00.000Z', status: 'PREPARING' })
    expect(await say('support', { support: { order_id: later } }, refused)).toBe('ACK')
    await vi.waitUntil(() => told().length === 2, soon)
  })

  it('tells all who ask at once of one session', async () => {
    const order = await addOrder()
    const asked = Array.from({ length: 5 }, () => say('support', { support: { order_id: order } }))
    expect(await Promise.all(asked)).toEqual(['ACK', 'ACK', 'ACK', 'ACK', 'ACK'])
    expect((await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data).toHaveLength(1)
  })

  it('is refused by a NACK that says why, and nothing happens', async () => {
    const order = await addOrder()
    const before = got.length
    expect(await say('support', { support: { order_id: 'ORD-never' } })).toEqual([
      404,
      '30010',
      '/message/support/order_id',
    ])
    expect(await say('support', { support: {} })).toEqual([400, '30000', '/message/support/order_id'])
    expect(await say('support', { support: { order_id: order } }, { action: 'on_support' })).toEqual([
      400,
      '30000',
      '/context/action',
    ])
    const inside = { bap_uri: 'http://10.0.0.1/beckn' }
    expect(await say('support', { support: { order_id: order } }, inside)).toEqual([400, '30000', '/context/bap_uri'])
    const search = { person: { languages: [{ code: 'sw' }] } }
    expect(await say('support', { support: { order_id: order, agent: search } })).toEqual([
      409,
      '40006',
      '/message/support/agent',
    ])
    const bad = { rating: 'good' }
    expect(await say('support', { support: { order_id: order, agent: bad } })).toEqual([
      400,
      '30015',
      '/message/support/agent/rating',
    ])
    expect(await say('support', { support: { order_id: order } }, {}, {} as typeof place.admin)).toEqual([
      401,
      '50000',
      undefined,
    ])
    expect((await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data).toEqual([])
    expect(got).toHaveLength(before)
    expect(await say('support', { support: { order_id: order } })).toBe('ACK')
  })
})

describe('rating', () => {
  const one = (rating_category: string, id: string, value: string) => ({ ratings: [{ rating_category, id, value }] })
  interface Rated {
    subject: { id: string }
    data: { orderId?: string; average: string; count: number }
  }
  /** The feed of events follows the commits, a moment behind them. */
  const told = async (type: string, order: string) => {
    const { id } = (await place.call('GET', `/v1/orders/${order}`)).body as { id: string }
    const events = (await place.call('GET', `/v1/events?types=${type}&limit=200`)).body.data as Rated[]
    return events.filter(({ subject, data }) => subject.id === id || data.orderId === id).map(({ data }) => data)
  }

  it('makes averages of orders, agents and support, once for each message', async () => {
    const order = await addOrder()
    const agent = (await place.call('POST', '/v1/agents', { name: 'Ana', rating: '1' })).body.id as string
    await say('support', { support: { order_id: order } })
    for (const value of ['5', '4', '4'])
      for (const [category, id] of [
        ['Order', order],
        ['Agent', agent],
        ['Support', order],
      ] as const)
        expect(await say('rating', one(category, id, value))).toBe('ACK')
    const message_id = newId()
    for (let time = 0; time < 3; time += 1)
      expect(await say('rating', one('Order', order, '1'), { message_id })).toBe('ACK')
    expect((await place.call('GET', `/v1/orders/${order}`)).body.rating).toEqual({ average: '3.5', count: 4 })
    await expect.poll(async () => (await told('order.rated', order)).map(({ count }) => count)).toEqual([1, 2, 3, 4])
    expect((await place.call('GET', `/v1/agents/${agent}`)).body.rating).toBe('4.33')
    await expect
      .poll(() => told('support.rated', order))
      .toMatchObject([
        { average: '5', count: 1 },
        { average: '4.5', count: 2 },
        { average: '4.33', count: 3 },
      ])
  })

  it('is one of its sender’s: another’s message of the same name counts too, and a repeat is no news', async () => {
    const order = await addOrder()
    const message_id = newId()
    const { headers: other } = await place.token({ permissions: ['chat:write'] })
    for (const headers of [place.admin, other, place.admin, other])
      expect(await say('rating', one('Order', order, headers === other ? '2' : '4'), { message_id }, headers)).toBe(
        'ACK',
      )
    const twice = [...one('Order', order, '3').ratings, ...one('Order', order, '5').ratings]
    expect(await say('rating', { ratings: twice })).toBe('ACK')
    expect((await place.call('GET', `/v1/orders/${order}`)).body.rating).toEqual({ average: '3', count: 3 })
    await expect.poll(async () => (await told('order.rated', order)).map(({ count }) => count)).toEqual([1, 2, 3])
  })

  it('is nobody’s of themselves', async () => {
    const { headers, memberId } = await place.person('agent')
    const wanted = { name: 'Ana', memberId: decodeId('member', memberId), rating: '3' }
    const id = encodeId('agent', (await createAgent(place.context, wanted, () => ({ ok: true }))).id)
    expect(await say('rating', one('Agent', id, '5'), {}, headers)).toEqual([403, '50000', undefined])
    expect((await place.call('GET', `/v1/agents/${id}`)).body.rating).toBe('3')
  })

  it('is of what the caller has to do with: a partner and a limited token rate what their tickets are about', async () => {
    const [order, foreign] = [await addOrder(), await addOrder()]
    const agent = (await place.call('POST', '/v1/agents', { name: 'Ana', queues: ['guest-care'] })).body.id as string
    const partnerId = decodeId('partner', place.things['partner'] ?? '')
    const { headers: partner } = await place.token({ role: 'partner', partnerId })
    const { headers: ofQueue } = await place.token({ permissions: ['chat:write'], queues: ['risk-review'] })
    const absent = [400, '30014', '/message/ratings/0/id']
    for (const headers of [partner, ofQueue])
      for (const [category, id] of [
        ['Order', order],
        ['Agent', agent],
      ] as const)
        expect(await say('rating', one(category, id, '1'), {}, headers)).toEqual(absent)
    expect(await say('support', { support: { order_id: order } }, {}, partner)).toBe('ACK')
    expect(await say('rating', one('Order', order, '5'), {}, partner)).toBe('ACK')
    expect(await say('rating', one('Order', foreign, '5'), {}, partner)).toEqual(absent)
    expect(await say('rating', one('Agent', agent, '5'), {}, partner)).toEqual(absent)
    await place.call('PUT', `/support/${order}/agent`, { agent: { id: agent } })
    expect(await say('rating', one('Agent', agent, '5'), {}, partner)).toBe('ACK')
    expect((await place.call('GET', `/v1/orders/${order}`)).body.rating).toEqual({ average: '5', count: 1 })
  })

  it('counts each of those who rate at once', async () => {
    const order = await addOrder()
    const values = ['1', '2', '3', '4', '5']
    const all = await Promise.all(values.map((value) => say('rating', one('Order', order, value))))
    expect(new Set(all)).toEqual(new Set(['ACK']))
    expect((await place.call('GET', `/v1/orders/${order}`)).body.rating).toEqual({ average: '3', count: 5 })
  })

  it('is refused whole for what is not rated here, is not there, or is no figure', async () => {
    const order = await addOrder()
    const at = (member: string) => `/message/ratings/0/${member}`
    expect(await say('rating', one('Item', 'x', '4'))).toEqual([400, '50003', at('rating_category')])
    expect(await say('rating', one('Order', 'ORD-never', '4'))).toEqual([400, '30014', at('id')])
    expect(await say('rating', one('Support', order, '4'))).toEqual([400, '30014', at('id')])
    for (const value of ['6', '0', '5.5', 'Good'])
      expect(await say('rating', one('Order', order, value))).toEqual([400, '30015', at('value')])
    const mixed = { ratings: [...one('Order', order, '4').ratings, ...one('Agent', 'agent_x', '4').ratings] }
    expect(await say('rating', mixed)).toEqual([400, '30014', '/message/ratings/1/id'])
    expect((await place.call('GET', `/v1/orders/${order}`)).body.rating).toBeNull()
  })
})
