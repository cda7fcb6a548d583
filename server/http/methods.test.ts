import { afterAll, describe, expect, it } from 'vitest'
import { admin, openSampleApp } from './testing/sample-app.ts'
import { sampleParcelId } from './testing/sample-routes.ts'

const { app, close } = await openSampleApp()
afterAll(close)

describe('an address that no route has', () => {
  it('is a 404 problem, signed in or not, with or without a body', async () => {
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS'] as const) {
      const response = await app.inject({
        method,
        url: '/v1/nowhere',
        headers: { 'content-type': 'application/json' },
        payload: '{broken',
      })
      expect([method, response.statusCode]).toEqual([method, 404])
      expect(response.json().code).toBe('not_found')
    }
  })

  it('is one with a trailing slash, another case or a doubled slash', async () => {
    for (const url of ['/v1/parcels/', '/V1/parcels', '/v1//parcels']) {
      expect((await app.inject({ url, headers: admin })).statusCode).toBe(404)
    }
  })
})

describe('a method that an address does not have', () => {
  it.each([
    ['PUT', '/v1/parcels', 'POST, GET, HEAD, OPTIONS'],
    ['DELETE', '/v1/parcel/create', 'POST, OPTIONS'],
    ['POST', `/v1/parcels/${sampleParcelId}`, 'GET, PATCH, HEAD, OPTIONS'],
    ['PATCH', '/livez', 'GET, HEAD, OPTIONS'],
    ['TRACE', '/livez', 'GET, HEAD, OPTIONS'],
  ] as const)('%s %s is 405 with Allow', async (method, url, allow) => {
    const response = await app.inject({ method: method as 'PUT', url })
    expect(response.statusCode).toBe(405)
    expect(response.headers['allow']).toBe(allow)
    expect(response.json().code).toBe('method_not_allowed')
  })

  it('is told without reading the body', async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await app.inject({ method: 'PUT', url: '/v1/parcels', headers, payload: '{broken' })
    expect(response.statusCode).toBe(405)
  })
})

describe('HEAD and OPTIONS', () => {
  it('HEAD answers what GET would, without the body, and asks for the same permission', async () => {
    const response = await app.inject({ method: 'HEAD', url: '/v1/parcels', headers: admin })
    expect(response.statusCode).toBe(200)
    expect(response.body).toBe('')
    expect(Number(response.headers['content-length'])).toBeGreaterThan(0)
    expect((await app.inject({ method: 'HEAD', url: '/v1/parcels' })).statusCode).toBe(401)
  })

  it('OPTIONS tells the methods and grants no other origin anything', async () => {
    const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' }
    const response = await app.inject({ method: 'OPTIONS', url: '/v1/parcels', headers })
    expect(response.statusCode).toBe(204)
    expect(response.headers['allow']).toBe('POST, GET, HEAD, OPTIONS')
    expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})
