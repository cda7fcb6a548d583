import { beforeAll, describe, expect, it } from 'vitest'
import { addressesOf } from '../../server/http/register-routes.ts'
import type { Route } from '../../server/http/route.ts'
import { openOwnPlace } from './testing/own-service.ts'
import { addPartnerSide } from './testing/partner-things.ts'
import type { Things } from './testing/place.ts'
import { freshThings, requestFor, type Request, usualCaller } from './testing/requests.ts'
import { pointersOf, refusal } from './testing/refusal.ts'
import { printRows } from './testing/row-prints.ts'
import { type Seen, send } from './testing/running-service.ts'

const place = await openOwnPlace('here')
const { service } = place
let things: Things
let before: Awaited<ReturnType<typeof printRows>>
beforeAll(async () => {
  const session = await freshThings(routeNamed('listSessions'), place)
  const { partnerToken } = await addPartnerSide(place)
  const { portalToken = '' } = await freshThings(routeNamed('replyInPortal'), place)
  const callers = { ...session, ...(partnerToken && { partnerToken }), portalToken, portal: place.workspace.slug }
  things = { ...place.things, linkSecret: 'a'.repeat(43), portalLink: 'a'.repeat(43), ...callers }
  before = await printRows(service)
})

const named = (route: Route) => ({ name: `${route.method} ${route.url}`, route })
const routes = service.routes.map(named)
/** Forms have tests of their own (files.test.ts). */
const writes = service.routes
  .filter(({ method, upload }) => method !== 'GET' && method !== 'DELETE' && upload === undefined)
  .map(named)

describe.each(writes)('$name refuses a body', ({ route }) => {
  const limitBytes = route.bodyLimit ?? 1024 * 1024

  it('with a field it does not know, and names the field', async () => {
    const seen = await ask(route, { payload: { ...bodyOf(route), nothingOfTheKind: 1 } })
    expect(seen).toMatchObject({ status: 400, body: refusal(route, 'unknown_field') })
    expect(pointersOf(seen)).toEqual(['/nothingOfTheKind'])
  })

  it('whose fields are of another type, and names each', async () => {
    const schema = bodySchemaOf(route)
    for (const name of Object.keys(schema?.properties ?? {})) {
      for (const value of [{ a: 1 }, [[1]], 12.5, true, 'x'.repeat(9), null]) {
        const payload = { ...bodyOf(route), [name]: value }
        if (schema === null || service.conformity.check(schema, payload) === null) continue
        const seen = await ask(route, { payload })
        expect([name, value, seen.status]).toEqual([name, value, 400])
        expect(pointersOf(seen).map((pointer) => pointer.split('/')[1])).toContain(name)
      }
    }
  })

  it.each([
    ['a list', '[]'],
    ['text', '"x"'],
    ['a number', '1'],
    ['null', 'null'],
  ])('that is %s', async (_, payload) => {
    expect((await ask(route, asJson(payload))).status).toBe(400)
  })

  it('that is no JSON, or JSON that says two things', async () => {
    for (const payload of [
      '{',
      '{"a":1,}',
      '{"a":1}{',
      '{"a":1,"a":2}',
      '{"__proto__":{}}',
      "{'a':1}",
      '{"a":"\u0000"}',
    ]) {
      expect(await ask(route, asJson(payload))).toMatchObject({ status: 400, body: refusal(route, 'malformed_json') })
    }
    const notUtf8 = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])
    expect(await ask(route, { ...asJson(''), payload: notUtf8 })).toMatchObject({ status: 400 })
  })

  it('nested too deep, or with too many parts', async () => {
    const deep = `{"a":${'['.repeat(40)}${']'.repeat(40)}}`
    expect(await ask(route, asJson(deep))).toMatchObject({ status: 400, body: refusal(route, 'too_deep') })
    const wide = `{"a":[${'[],'.repeat(60_000)}[]]}`
    expect(await ask(route, asJson(wide))).toMatchObject({ status: 413, body: refusal(route, 'too_large') })
  })

  it('larger than it takes', async () => {
    const payload = `"${'x'.repeat(Math.max(limitBytes, 2 * 1024 * 1024) - 1)}"`
    expect(await ask(route, asJson(payload))).toMatchObject({ status: 413, body: refusal(route, 'too_large') })
  })

  it('of another media type', async () => {
    const types = [
      'text/plain',
      'text/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'application/json, text/plain',
      'application/json; charset=utf-16',
      'application/json; charset=utf-8; charset=utf-7',
      'application/json;',
      'application/ json',
      'application/vnd.api+json',
      '',
    ]
    for (const type of types) {
      const seen = await ask(route, { payload: '{}', headers: { 'content-type': type } })
      expect([type, seen.status]).toEqual([type, 415])
    }
  })
})

describe.each(routes)('$name', ({ route }) => {
  it('refuses a parameter it does not know, and names it', async () => {
    const request = baseOf(route)
    const url = `${request.url}${request.url.includes('?') ? '&' : '?'}nothingOfTheKind=1`
    const seen = await send(service, { ...request, url })
    expect([seen.status, pointersOf(seen)]).toEqual([400, ['nothingOfTheKind']])
  })

  it('has nothing at an id of another form', async () => {
    const malformed = [
      'nonsense',
      'ticket_',
      'ticket_01JQZV5K3MF8TBN2C4D6E7G9HA',
      'xyz_01jqzv5k3mf8tbn2c4d6e7g9ha',
      '%00',
      '..%2f',
      '💥',
      '1e3',
    ]
    for (const name of idParamsOf(route)) {
      for (const text of malformed) {
        const { url, ...request } = baseOf(route)
        const template = addressesOf(route)[0] ?? ''
        const place = template.split('/').indexOf(`:${name}`)
        const parts = url.split('?')[0]?.split('/').with(place, encodeURI(text)) ?? []
        expect([text, (await send(service, { ...request, url: parts.join('/') })).status]).toEqual([text, 404])
      }
    }
  })
})

describe('an address', () => {
  const addresses = new Map<string, Set<string>>()
  for (const route of service.routes) {
    for (const url of addressesOf(route)) {
      const shape = url.replace(/:\w+/g, '1')
      addresses.set(shape, (addresses.get(shape) ?? new Set()).add(route.method))
    }
  }

  it.each([...addresses])('%s answers other methods with those it has', async (url, methods) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      if (methods.has(method)) continue
      const seen = await send(service, { method, url, headers: place.admin })
      expect([method, seen.status]).toEqual([method, 405])
      const allowed = String(seen.headers['allow']).split(', ')
      expect(allowed.filter((each) => !['HEAD', 'OPTIONS'].includes(each)).toSorted()).toEqual([...methods].toSorted())
    }
    const options = await send(service, { method: 'OPTIONS', url })
    expect([options.status, options.headers['allow']]).toEqual([204, expect.stringContaining([...methods][0] ?? '')])
  })
})

it('nothing was changed by anything that was refused, and no call met a fault of ours', async () => {
  expect(await printRows(service)).toEqual(before)
  expect(service.faults).toEqual([])
})

function routeNamed(operationId: string): Route {
  const found = service.routes.find((route) => route.operationId === operationId)
  if (found === undefined) throw new Error(`There is no route ${operationId}.`)
  return found
}

/** The request of a route's example by its usual caller. */
function baseOf(route: Route): Request {
  return requestFor(route, things, { headers: usualCaller(route, place, things) })
}

function bodyOf(route: Route): object {
  return (baseOf(route).payload ?? {}) as object
}

function ask(route: Route, change: Pick<Request, 'payload' | 'headers'>): Promise<Seen> {
  const base = baseOf(route)
  return send(service, { ...base, ...change, headers: { ...base.headers, ...change.headers } })
}

function asJson(payload: string) {
  return { payload, headers: { 'content-type': 'application/json' } }
}

function bodySchemaOf(route: Route) {
  const operation = service.document.paths[route.url.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
  const schema = operation?.requestBody?.content['application/json']?.schema
  const name =
    String(schema?.['$ref'] ?? '')
      .split('/')
      .at(-1) ?? ''
  return service.document.components.schemas[name] ?? schema ?? null
}

function idParamsOf(route: Route): string[] {
  const params = (route.params as unknown as { properties?: Record<string, object> } | undefined)?.properties ?? {}
  const names = Object.entries(params).filter(([, schema]) => JSON.stringify(schema).includes('"x-id"'))
  return names.map(([name]) => name)
}
