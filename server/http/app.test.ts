import { afterAll, describe, expect, it } from 'vitest'
import { admin, openSampleApp } from './testing/sample-app.ts'
import { sampleParcelId } from './testing/sample-routes.ts'

const { app, logged, metrics, close } = await openSampleApp()
afterAll(close)

const post = (payload: unknown, url = '/v1/parcels') =>
  app.inject({
    method: 'POST',
    url,
    headers: { ...admin, 'content-type': 'application/json' },
    payload: payload as object,
  })

describe('an answer', () => {
  it('has the route’s lowest status, its headers, and the request’s id', async () => {
    const response = await post({ weight: 3 })
    expect(response.statusCode).toBe(201)
    expect(response.headers['location']).toBe(`/v1/parcels/${sampleParcelId}`)
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(response.json()).toEqual({ received: { weight: 3 } })
  })

  it('comes from the same handler at an alias', async () => {
    expect((await post({ weight: 4 }, '/v1/parcel/create')).json()).toEqual({ received: { weight: 4 } })
  })

  it('holds nothing that its schema does not have', async () => {
    const response = await app.inject({ url: `/v1/parcels/${sampleParcelId}`, headers: admin })
    expect(response.json()).toMatchObject({ weight: 3, label: { text: 'fragile', color: null } })
    expect(response.body).not.toContain('not in the schema')
  })

  it('may be empty', async () => {
    const response = await app.inject({ method: 'POST', url: `/v1/parcels/${sampleParcelId}/release`, headers: admin })
    expect(response.statusCode).toBe(204)
    expect(response.body).toBe('')
  })

  it('may be a stream of another media type', async () => {
    const response = await app.inject({ url: '/v1/large-export?form=stream' })
    expect(response.headers['content-type']).toBe('text/csv')
    expect(response.body).toBe('a;b')
  })

  it('carries the security headers, and so does a refusal', async () => {
    for (const url of ['/livez', '/v1/nothing', '/v1/parcels']) {
      const { headers } = await app.inject({ url })
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'")
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['x-request-id']).toBeDefined()
    }
  })
})

describe('input', () => {
  it('turns ids of a body into uuids', async () => {
    const response = await post({ weight: 1, ticketId: sampleParcelId })
    expect(response.body).toContain('0190f5b2-0000-7000-8000-000000000001')
  })

  it('coerces query parameters, applies defaults and takes a single value for a list', async () => {
    const response = await app.inject({ url: '/v1/parcels?heavy=true&size=small', headers: admin })
    expect(JSON.parse(response.json().page.next)).toEqual({ heavy: true, size: ['small'], limit: 50 })
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=x', 'limit'],
    ['heavy=maybe', 'heavy'],
    ['limit=1&limit=2', 'limit'],
    ['size=huge', 'size/0'],
  ])('refuses the query %s and names the parameter', async (query, pointer) => {
    const response = await app.inject({ url: `/v1/parcels?${query}`, headers: admin })
    expect(response.statusCode).toBe(400)
    expect(response.json()).toMatchObject({ code: 'invalid', errors: [{ pointer }] })
  })

  it('refuses a query parameter and a body field nobody asked for, naming each', async () => {
    const query = await app.inject({ url: '/v1/parcels?colour=red', headers: admin })
    expect(query.json()).toMatchObject({ status: 400, code: 'unknown_field', errors: [{ pointer: 'colour' }] })
    const body = await post({ weight: 1, notes: [{ text: 'x', 'bold/er': 1 }] })
    expect(body.json()).toMatchObject({
      status: 400,
      code: 'unknown_field',
      errors: [{ pointer: '/notes/0/bold~1er' }],
    })
    const none = await post({ surprise: 1 }, `/v1/parcels/${sampleParcelId}/release`)
    expect(none.json()).toMatchObject({ status: 400, errors: [{ pointer: '/surprise' }] })
  })

  it('does not coerce bodies', async () => {
    const response = await post({ weight: '3' })
    expect(response.json()).toMatchObject({ code: 'invalid', errors: [{ pointer: '/weight', code: 'wrong_type' }] })
  })

  it('tells everything that is wrong at once', async () => {
    const response = await post({ size: 'huge', ticketId: 'ticket_1', extra: true })
    const { code, errors } = response.json()
    expect(code).toBe('invalid')
    expect(errors.map((error: { pointer: string }) => error.pointer).toSorted()).toEqual([
      '/extra',
      '/size',
      '/ticketId',
      '/weight',
    ])
  })

  it('lists the words an enum accepts', async () => {
    const { errors } = (await post({ weight: 1, size: 'huge' })).json()
    expect(errors[0].message).toBe('Must be one of "small", "large".')
  })

  it('takes a missing body for an empty one, and says what it lacks', async () => {
    const response = await app.inject({ method: 'POST', url: '/v1/parcels', headers: admin })
    expect(response.json()).toMatchObject({ status: 400, errors: [{ pointer: '/weight', code: 'required' }] })
  })

  it('answers 404 to a malformed id in a path, whatever is wrong with it', async () => {
    const ids = [
      'x',
      'ticket_1',
      `agent_${sampleParcelId.slice(7)}`,
      sampleParcelId.toUpperCase(),
      '%zz',
      '%00',
      'a'.repeat(400),
    ]
    for (const id of ids) {
      const response = await app.inject({ url: `/v1/parcels/${id}`, headers: admin })
      expect([id, response.statusCode, response.json().code]).toEqual([id, 404, 'not_found'])
    }
  })
})

describe('a refusal', () => {
  it('is a problem with the standard members, which details cannot replace', async () => {
    const response = await app.inject({ url: '/v1/failing/conflict', headers: admin })
    expect(response.statusCode).toBe(409)
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(response.json()).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'Somebody was faster.',
      code: 'conflict',
      requestId: response.headers['x-request-id'],
      lostTo: 'bo',
    })
  })

  it('tells nothing of a fault of ours but the request’s id, and logs it', async () => {
    const response = await app.inject({ url: '/v1/failing/fault', headers: admin })
    expect(response.statusCode).toBe(500)
    expect(response.json().code).toBe('internal')
    expect(response.body).not.toContain('hidden_table')
    const failure = logged.find((entry) => entry['event'] === 'request.failed')
    expect(failure).toMatchObject({ requestId: response.headers['x-request-id'], operationId: 'failParcel' })
  })

  it('asks to come back when the database is away', async () => {
    const response = await app.inject({ url: '/v1/failing/database', headers: admin })
    expect(response.statusCode).toBe(503)
    expect(response.headers['retry-after']).toBe('1')
    expect(response.json().code).toBe('unavailable')
  })

  it('has the surface’s own form where a route says so, validation included', async () => {
    const response = await post({ ref: 1 }, '/support-sample')
    expect(response.statusCode).toBe(400)
    expect(response.json()).toEqual({ error: { code: '30010', message: expect.any(String) } })
  })
})

describe('a request that is over', () => {
  it('is logged with its facts and no contents, and counted', async () => {
    const response = await app.inject({ url: '/v1/parcels', headers: admin })
    const requestId = response.headers['x-request-id']
    await expect
      .poll(() => logged.find((entry) => entry['requestId'] === requestId))
      .toMatchObject({
        event: 'request.done',
        operationId: 'listParcels',
        method: 'GET',
        status: 200,
        workspace: 'depot',
      })
    const figures = await metrics.registry.metrics()
    expect(figures).toMatch(/http_request_duration_seconds_count\{operation="listParcels",status="200"\} \d+/)
    expect(figures).toContain('http_requests_in_flight 0')
  })
})
