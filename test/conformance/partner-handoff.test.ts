import { createHmac } from 'node:crypto'
import type { AnySchemaObject } from 'ajv'
import type { IncomingHttpHeaders } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { inTransaction } from '../../server/database/transaction.ts'
import { createDeliveryWorker } from '../../server/jobs/delivery-worker.ts'
import type { Relay } from '../../server/jobs/relay.ts'
import { outboundPolicy } from '../../server/modules/deliveries/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { createLog } from '../../server/platform/log.ts'
import { createOutboundClient, createOutboundPolicy } from '../../server/platform/outbound/index.ts'
import { startReceiver } from '../../server/platform/outbound/testing/receivers.ts'
import { openOwnPlace } from '../api/testing/own-service.ts'
import type { Headers } from '../api/testing/place.ts'
import { send } from '../api/testing/running-service.ts'
import {
  categoriesSchema,
  partnerDeliveriesSchema,
  partnerEventSchema,
  partnerIntegrationsSchema,
  partnerTicketSchema,
  partnerTicketsSchema,
  partnerWebhookSchema,
  partnerWebhooksSchema,
  problemSchema,
  takenSchema,
} from './partner-surface.ts'
import { requireShape } from './support-surface.ts'

const place = await openOwnPlace('handoff-here')
const { installation, relayPool } = place.service
const relay: Relay = {
  read: (work) => inTransaction(relayPool, { workspaceId: null, readOnly: true }, work),
}
const policy = createOutboundPolicy({ allowCidrs: ['127.0.0.0/8'], loopbackAllowed: false })
installation.memory.keep(outboundPolicy, policy)

const got: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
const receiver = await startReceiver((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
  request.on('end', () => {
    got.push({ headers: request.headers, body })
    response.writeHead(202).end()
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

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Every good answer comes through here and must be what the surface says. */
async function call(
  method: Method,
  url: string,
  shape: AnySchemaObject,
  more: { as?: Headers; payload?: object } = {},
) {
  const { as: headers = place.admin, payload } = more
  const seen = await send(place.service, { method, url, headers, ...(payload !== undefined && { payload }) })
  if (seen.status >= 400) throw new Error(`${method} ${url}: ${seen.status} ${JSON.stringify(seen.body)}`)
  requireShape(shape, seen.body)
  return seen.body
}

/** Every refusal comes through here; gives its status, its code, and the first member that is wrong. */
async function refused(method: Method, url: string, as: Headers, payload?: object) {
  const seen = await send(place.service, { method, url, headers: as, ...(payload !== undefined && { payload }) })
  requireShape(problemSchema, seen.body)
  const wrong = seen.body.errors?.[0]?.pointer as string | undefined
  return [seen.status, seen.body.code, ...(wrong === undefined ? [] : [wrong])]
}

const here = { brand: 'burger-house', region: 'ES' }
const about = { categoryId: 'order-problem', subcategoryId: 'missing-item', comments: 'The fries are missing.' }
const guest = { name: 'Guest', email: 'guest@example.com', phone: '+34910000001' }

async function addPartner(slug: string): Promise<Headers> {
  const { body } = await place.call('POST', '/v1/partners', { slug, name: slug.toUpperCase() })
  const made = await place.call('POST', `/v1/partners/${body.id}/integrations`, here)
  return { authorization: `Bearer ${made.body.token}` }
}

async function addOrder(ageMinutes: number): Promise<string> {
  const id = `ORD-${newId()}`
  const placedAt = new Date(Date.now() - ageMinutes * 60_000).toISOString()
  await place.call('PUT', `/v1/orders/${id}`, { ...here, placedAt, storeId: '2301', status: 'PREPARED' })
  return id
}

const ask = (more: object) =>
  call('POST', '/v1/support/requests', takenSchema, {
    payload: { ...here, ...about, customer: guest, source: 'APP', ...more },
  })

const acme = await addPartner('acme')
for (const type of ['STORE_SUPPORT_TICKET', 'GENERAL_SUPPORT_TICKET']) {
  const payload = { type, url: `http://127.0.0.1:${receiver.port}/tickets` }
  const saved = await call('PUT', '/v1/partner/webhooks', partnerWebhookSchema, { as: acme, payload })
  if (saved.type !== `${type}_EVENT`) throw new Error('The short form is understood and never said.')
}

describe('the hand-off', () => {
  it('tells both events with one payload, signed both ways, and reads the same at its callbackUrl', async () => {
    const [young, old] = [await addOrder(10), await addOrder(120)]
    const asked = [
      await ask({ orderId: young }),
      await ask({ orderId: old }),
      await ask({}),
      await ask({ customer: {} }),
    ]
    expect(asked.map(({ type, handoff }) => [type, handoff.reason])).toEqual([
      ['STORE', null],
      ['GENERAL', 'late'],
      ['GENERAL', 'no_order'],
      ['GENERAL', 'no_order'],
    ])
    await vi.waitFor(() => expect(got.length).toBeGreaterThanOrEqual(asked.length), { timeout: 20_000 })
    const { secret } = (
      await send(place.service, { method: 'GET', url: '/v1/tokens/self/callback-secret', headers: acme })
    ).body
    for (const { headers, body } of got) {
      const event = JSON.parse(body)
      requireShape(partnerEventSchema, event)
      expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow()
      expect(headers['x-signature']).toBe(createHmac('sha256', secret).update(body).digest('hex'))
      expect(headers['content-type']).toMatch(/^application\/json/)
      expect(event).toMatchObject({ ...here, data: { ...about, source: 'APP', knowledgeForceIssueId: '0201' } })
      const { pathname } = new URL(event.callbackUrl)
      expect(await call('GET', pathname, partnerTicketSchema, { as: acme })).toMatchObject(event.data)
    }
  })

  it('takes from a partner what it tells one', async () => {
    await vi.waitFor(() => expect(got.length).toBeGreaterThan(0), { timeout: 20_000 })
    const { data } = JSON.parse(got[0]?.body ?? '')
    const other = await addPartner('other')
    const raised = await call('POST', '/v1/partner/tickets', partnerTicketSchema, { as: other, payload: data })
    const { id: _id, type: _type, ...same } = data
    expect(raised).toMatchObject({ ...same, role: 'raiser', handoff: { outcome: 'forwarded' } })
  })

  it('gives lists page by page, each of them once', async () => {
    const all = await call('GET', '/v1/partner/tickets', partnerTicketsSchema, { as: acme })
    const seen: string[] = []
    for (let cursor = ''; ;) {
      const url = `/v1/partner/tickets?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
      const page = await call('GET', url, partnerTicketsSchema, { as: acme })
      seen.push(...page.data.map(({ id }: { id: string }) => id))
      if (page.meta.cursor === null) break
      cursor = page.meta.cursor
    }
    expect(seen).toEqual(all.data.map(({ id }: { id: string }) => id))
    const { data } = await call('GET', '/v1/partner/webhooks', partnerWebhooksSchema, { as: acme })
    expect(data).toHaveLength(2)
  })

  it('shows categories in the locale asked for, else in its language, else in the market’s first', async () => {
    const namesIn = async (locale: string) => {
      const url = `/v1/support/categories?brand=${here.brand}&region=${here.region}&locale=${locale}`
      const { categories } = await call('GET', url, categoriesSchema)
      return categories.map(({ name }: { name: string }) => name)
    }
    expect(await namesIn('en-GB')).toEqual(await namesIn('en'))
    expect(await namesIn('de')).toEqual(await namesIn('es'))
    expect(await namesIn('en')).not.toEqual(await namesIn('es'))
  })

  it('does what a partner says of its ticket', async () => {
    const { id } = await ask({})
    const url = `/v1/partner/tickets/${id}`
    const read = () => call('GET', url, partnerTicketSchema, { as: acme })
    await expect.poll(async () => (await read()).state, { timeout: 20_000 }).toBe('accepted')
    const say = (payload: object) => call('PATCH', url, partnerTicketSchema, { as: acme, payload })
    const said = await say({ externalId: 'A-1', reply: 'We look into it.', note: 'The till was down.' })
    expect([said.externalId, said.messages.length]).toEqual(['A-1', 3])
    expect(await say({ question: 'Refund it?' })).toMatchObject({ state: 'accepted' })
    expect(await say({ status: 'waiting' })).toMatchObject({ statusCategory: 'waiting' })
    expect(await say({ status: 'solved', resolution: 'Sent again.' })).toMatchObject({ state: 'done' })
    const deliveries = `/v1/partner/deliveries?ticketId=${id}`
    const told = async () => (await call('GET', deliveries, partnerDeliveriesSchema, { as: acme })).data
    // What the answer means is done first, and then it is written down.
    await expect
      .poll(told, { timeout: 20_000 })
      .toMatchObject([{ ticketId: id, state: 'delivered', attempts: [{ status: 202 }] }])
    await call('GET', '/v1/partner/integrations', partnerIntegrationsSchema, { as: acme })
  })

  it('refuses in one shape, and names the member that is wrong', async () => {
    const third = await addPartner('third')
    const { id } = await ask({})
    const own = `/v1/partner/tickets/${id}`
    const hook = { type: 'STORE_SUPPORT_TICKET', url: `http://127.0.0.1:${receiver.port}/` }
    const raised = { ...about, subcategoryId: 'nothing' }
    expect(await refused('GET', own, {} as Headers)).toEqual([401, 'unauthenticated'])
    expect(await refused('GET', own, third)).toEqual([404, 'not_found'])
    expect(await refused('PATCH', own, acme, { status: 'gone' })).toEqual([400, 'invalid', '/status'])
    expect(await refused('PATCH', own, acme, { surprise: 1 })).toEqual([400, 'unknown_field', '/surprise'])
    expect(await refused('POST', '/v1/partner/tickets', third, raised)).toEqual([400, 'invalid', '/subcategoryId'])
    expect(await refused('GET', '/v1/partner/tickets?cursor=none', acme)).toEqual([400, 'invalid', 'cursor'])
    expect(await refused('PUT', '/v1/partner/webhooks', third, hook)).toEqual([409, 'conflict'])
    expect(await refused('PUT', '/v1/partner/webhooks', third, { ...hook, storeId: '9' })).toEqual([
      400,
      'invalid',
      '/storeId',
    ])
    const nothing = '/v1/partner/webhooks?type=GENERAL_SUPPORT_TICKET'
    expect(await refused('DELETE', nothing, third)).toEqual([404, 'not_found'])
    expect(await refused('POST', '/v1/partner/certification', acme, { type: hook.type })).toEqual([409, 'conflict'])
    const guests = { ...here, ...about, brand: 'nobody' }
    expect(await refused('POST', '/v1/support/requests', place.admin, guests)).toEqual([400, 'invalid', '/brand'])
    expect(await refused('POST', '/v1/support/requests', third, guests)).toEqual([403, 'forbidden'])
  })
})
