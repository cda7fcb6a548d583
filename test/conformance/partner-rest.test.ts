import type { AnySchemaObject } from 'ajv'
import { expect, it } from 'vitest'
import { openOwnPlace } from '../api/testing/own-service.ts'
import { addRehearsal } from '../api/testing/partner-things.ts'
import type { Headers } from '../api/testing/place.ts'
import { send } from '../api/testing/running-service.ts'
import {
  categoriesSchema,
  certificationDetailSchema,
  certificationSchema,
  certificationsSchema,
  partnerDeliveryDetailSchema,
  partnerDeliverySchema,
  problemSchema,
} from './partner-surface.ts'
import { requireShape } from './support-surface.ts'

const place = await openOwnPlace('handoff-rest')
await addRehearsal(place)
const here = { brand: 'burger-house', region: 'ES' }
const about = { categoryId: 'app-and-account', subcategoryId: 'payment-failed', comments: 'Help.' }
const type = 'GENERAL_SUPPORT_TICKET'
const acme = await addPartner()
const hook = { type, url: 'https://acme.example/tickets' }
const { body: webhook } = await ask('PUT', '/v1/partner/webhooks', { payload: hook })
const { body: handed } = await place.call('POST', '/v1/support/requests', { ...here, ...about })

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
interface More {
  readonly as?: Headers
  readonly headers?: Headers
  readonly payload?: object | string
}

async function addPartner(): Promise<Headers> {
  const { body } = await place.call('POST', '/v1/partners', { slug: 'acme', name: 'ACME' })
  const made = await place.call('POST', `/v1/partners/${body.id}/integrations`, here)
  return { authorization: `Bearer ${made.body.token}` }
}

function ask(method: Method, url: string, { as = acme, headers = {}, payload }: More = {}) {
  const sent = { ...as, ...headers }
  return send(place.service, { method, url, headers: sent, ...(payload !== undefined && { payload }) })
}

/** A good answer, which is what the surface says. */
async function call(method: Method, url: string, shape: AnySchemaObject, more: More = {}) {
  const seen = await ask(method, url, more)
  if (seen.status >= 400) throw new Error(`${method} ${url}: ${seen.status} ${JSON.stringify(seen.body)}`)
  requireShape(shape, seen.body)
  return seen
}

/** A refusal, which has the one shape. */
async function refused(method: Method, url: string, more: More = {}) {
  const seen = await ask(method, url, more)
  requireShape(problemSchema, seen.body)
  expect(seen.headers['content-type']).toMatch(/^application\/problem\+json/)
  return [seen.status, seen.body.code]
}

const categories = ({ brand, region }: typeof here, more = '') =>
  `/v1/support/categories?${new URLSearchParams({ brand, region }).toString()}${more}`

it('a partner reads what it may raise, in its own place and language, and in no other place', async () => {
  const { body: own } = await call('GET', categories(here, '&locale=pt-BR'), categoriesSchema)
  const { body: same } = await call('GET', categories(here, '&locale=pt-BR'), categoriesSchema, { as: place.admin })
  expect(own).toEqual(same)
  expect(own.locale).toBe('pt')
  for (const { id: categoryId, subcategories } of own.categories)
    for (const { id: subcategoryId } of subcategories) {
      const payload = { categoryId, subcategoryId, comments: 'Raised by what was read.' }
      expect((await ask('POST', '/v1/partner/tickets', { payload })).status).toBe(201)
    }
  expect(await refused('GET', categories({ ...here, region: 'PT' }))).toEqual([403, 'forbidden'])
  expect(await refused('GET', categories({ ...here, region: 'PT' }), { as: {} })).toEqual([401, 'unauthenticated'])
  const { headers: agent } = await place.token({ role: 'agent' })
  expect(await refused('GET', categories(here), { as: agent })).toEqual([403, 'forbidden'])
})

it('what a partner was told is read, sent again and tried', async () => {
  const { body } = await ask('GET', `/v1/partner/deliveries?ticketId=${handed.id}`)
  const url = `/v1/partner/deliveries/${body.data[0].id}`
  const { body: told } = await call('GET', url, partnerDeliveryDetailSchema)
  expect(JSON.parse(told.body)).toMatchObject({ eventType: `${type}_EVENT`, data: { id: handed.id } })
  expect((await call('POST', `${url}/replay`, partnerDeliverySchema)).status).toBe(202)
  const tried = await call('POST', `/v1/partner/webhooks/${webhook.id}/test`, partnerDeliverySchema)
  expect(tried.body).toMatchObject({ ticketId: null, type: 'webhook.test', url: hook.url })
  const ended = await ask('DELETE', `/v1/partner/webhooks?type=${type}`)
  expect([ended.status, ended.text]).toEqual([204, ''])
  expect(await refused('POST', `${url}/replay`)).toEqual([409, 'conflict'])
  await ask('PUT', '/v1/partner/webhooks', { payload: hook })
})

it('a certification is begun, listed and read, by its partner and by who reviews it', async () => {
  const begun = await call('POST', '/v1/partner/certification', certificationSchema, { payload: { type } })
  const url = String(begun.headers['location'])
  expect([begun.status, begun.body.state, url]).toEqual([202, 'running', `/v1/partner/certification/${begun.body.id}`])
  expect(await refused('POST', '/v1/partner/certification', { payload: { type } })).toEqual([409, 'conflict'])
  const { body: detail } = await call('GET', url, certificationDetailSchema)
  const list = await call('GET', '/v1/partner/certification?limit=1', certificationsSchema)
  expect(list.body.data).toMatchObject([{ id: begun.body.id }])
  const reviewed = `/v1/certifications/${begun.body.id}`
  expect((await call('GET', reviewed, certificationDetailSchema, { as: place.admin })).body).toEqual(detail)
})

it('whatever is wrong with a request is refused in one shape', async () => {
  const url = `/v1/partner/tickets/${handed.id}`
  const note = { note: 'Twice.' }
  const json = { 'content-type': 'application/json' }
  expect(await refused('PATCH', url, { payload: '{"note":', headers: json })).toEqual([400, 'malformed_json'])
  const csv = { 'content-type': 'text/csv' }
  expect(await refused('PATCH', url, { payload: 'note', headers: csv })).toEqual([415, 'unsupported_media_type'])
  const long = { note: 'x'.repeat(2_000_000) }
  expect(await refused('PATCH', url, { payload: long })).toEqual([413, 'too_large'])
  const { version, id } = (await ask('GET', url)).body
  const stale = { 'if-match': `"${id}.${version + 7}"` }
  expect(await refused('PATCH', url, { payload: note, headers: stale })).toEqual([412, 'version_mismatch'])
  expect(await refused('DELETE', url)).toEqual([405, 'method_not_allowed'])
  expect(await refused('GET', '/v1/partner/tickets?limit=101')).toEqual([400, 'invalid'])
  for (const name of ['serviceMode', 'status']) {
    const payload = { ...about, order: { id: 'ORD-1', [name]: '' } }
    expect(await refused('POST', '/v1/partner/tickets', { payload })).toEqual([400, 'invalid'])
  }
  const keyed = { 'idempotency-key': 'one' }
  const raise = (comments: string) => ({ payload: { ...about, comments }, headers: keyed })
  const first = await ask('POST', '/v1/partner/tickets', raise('Once.'))
  const again = await ask('POST', '/v1/partner/tickets', raise('Once.'))
  expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id])
  expect(await refused('POST', '/v1/partner/tickets', raise('Else.'))).toEqual([422, 'idempotency_key_reused'])
})
