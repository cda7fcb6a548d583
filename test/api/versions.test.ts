import { describe, expect, it } from 'vitest'
import type { Route } from '../../server/http/route.ts'
import { openOwnPlace } from './testing/own-service.ts'
import { exampleWorkflow } from './testing/place.ts'
import { freshThings, requestFor, type Request } from './testing/requests.ts'
import { printRows } from './testing/row-prints.ts'
import { type Seen, send } from './testing/running-service.ts'

const place = await openOwnPlace('here')
const { service } = place

const named = (route: Route) => ({ name: `${route.method} ${route.url}`, route })
/** Reads that answer one resource with its version. */
const versioned = ['getTicket', 'getTicketByNumber', 'getCustomer', 'getOrder', 'getAgent']
const reads = service.routes.filter((route) => versioned.includes(route.operationId)).map(named)
/** Changes of one of them, each at the address that also reads its version. */
const changes = [
  'updateTicket',
  'assignTicket',
  'unassignTicket',
  'updateCustomer',
  'saveOrder',
  'updateAgent',
  'archiveAgent',
  'updateWebhook',
  'deleteWebhook',
]
const writes = service.routes.filter((route) => changes.includes(route.operationId)).map(named)

describe.each(reads)('$name', ({ route }) => {
  it('answers 304 to who has this version, and the resource to everybody else', async () => {
    const request = requestFor(route, await freshThings(route, place), { headers: place.admin })
    const first = await send(service, request)
    const etag = String(first.headers['etag'])
    expect(etag).toBe(`"${first.body.id}.${first.body.version}"`)
    for (const known of [etag, `W/${etag}`, `"other.1", ${etag}`, '*']) {
      const seen = await withHeader(request, 'if-none-match', known)
      expect([known, seen.status, seen.text, seen.headers['etag']]).toEqual([known, 304, '', etag])
    }
    for (const other of ['"other.1"', `"${first.body.id}.${first.body.version + 1}"`, etag.replaceAll('"', '')]) {
      expect([other, (await withHeader(request, 'if-none-match', other)).status]).toEqual([other, 200])
    }
  })
})

describe.each(writes)('$name', ({ route }) => {
  it('refuses with 412 who changes another version, and changes nothing', async () => {
    const { request, etag } = await changeOf(route)
    const before = await printRows(service)
    const stale = etag.replace(/(\d+)"$/, (_, version: string) => `${Number(version) + 7}"`)
    for (const other of [stale, '"other.1"', 'nonsense']) {
      const seen = await withHeader(request, 'if-match', other)
      expect([other, seen.status, seen.body?.code]).toEqual([other, 412, 'version_mismatch'])
    }
    expect(await printRows(service)).toEqual(before)
  })

  it('lets who names the version or none', async () => {
    const one = await changeOf(route)
    expect((await withHeader(one.request, 'if-match', one.etag)).status).toBeLessThan(300)
    const other = await changeOf(route)
    expect((await withHeader(other.request, 'if-match', '*')).status).toBeLessThan(300)
  })
})

describe('the workflow', () => {
  const read = (headers: Record<string, string> = {}) =>
    send(service, { method: 'GET', url: '/v1/workflow', headers: { ...place.admin, ...headers } })
  const publish = (headers: Record<string, string>, payload: object = {}) =>
    send(service, {
      method: 'PUT',
      url: '/v1/workflow',
      headers: { ...place.admin, ...headers },
      payload: { document: `${exampleWorkflow}\n# ${crypto.randomUUID()}\n`, ...payload },
    })

  it('is answered with 304 to who has this version, and in full to everybody else', async () => {
    const { headers, body } = await read()
    const etag = String(headers['etag'])
    expect(etag).toBe(`"workflow-${place.workspace.slug}.${body.version}"`)
    for (const known of [etag, `W/${etag}`, `"other.1", ${etag}`, '*']) {
      const seen = await read({ 'if-none-match': known })
      expect([known, seen.status, seen.text, seen.headers['etag']]).toEqual([known, 304, '', etag])
    }
    for (const other of [`"${body.version}"`, `"workflow-other.${body.version}"`, etag.replaceAll('"', '')])
      expect([other, (await read({ 'if-none-match': other })).status]).toEqual([other, 200])
  })

  it('is published only over the version that was seen, as the header or the body says it', async () => {
    const { headers, body } = await read()
    const { version } = body
    const etag = String(headers['etag'])
    for (const other of [
      '"77"',
      `"${version}"`,
      '"workflow-other.1"',
      etag.replace(/\d+"$/, '77"'),
      'nonsense',
      `W/${etag}`,
    ]) {
      const seen = await publish({ 'if-match': other })
      expect([other, seen.status, seen.body?.code]).toEqual([other, 412, 'version_mismatch'])
    }
    expect((await publish({}, { expectedVersion: version + 1 })).status).toBe(412)
    expect((await publish({ 'if-match': etag }, { expectedVersion: version + 1 })).status).toBe(412)
    expect((await read()).headers['etag']).toBe(etag)

    const published = await publish({ 'if-match': etag }, { expectedVersion: version })
    expect([published.status, published.body.version]).toEqual([200, version + 1])
    expect(published.headers['etag']).toBe((await read()).headers['etag'])
    expect((await publish({ 'if-match': etag })).status).toBe(412)
    expect((await publish({}, { expectedVersion: version })).status).toBe(412)
    expect((await publish({ 'if-match': '*' })).status).toBe(200)
  })
})

it('no call met a fault of ours', () => {
  expect(service.faults).toEqual([])
})

/** A change that would succeed, and the tag of what it changes. */
async function changeOf(route: Route): Promise<{ request: Request; etag: string }> {
  const request = requestFor(route, await freshThings(route, place), { headers: place.admin })
  const read = await place.call('GET', request.url.replace(/\/assignee$/, ''))
  return { request, etag: String(read.headers['etag']) }
}

function withHeader(request: Request, name: string, value: string): Promise<Seen> {
  return send(service, { ...request, headers: { ...request.headers, [name]: value } })
}
