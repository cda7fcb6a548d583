import { afterAll, describe, expect, it } from 'vitest'
import { foreignOrigins } from '../platform/testing/foreign-origins.ts'
import { isOwnOrigin, sessionCookieName } from './authentication.ts'
import { openSampleApp } from './testing/sample-app.ts'
import { sampleParcelId } from './testing/sample-routes.ts'

const { app, close } = await openSampleApp({
  settings: { publicUrl: 'https://desk.example.org', trustedProxies: [] },
})
afterAll(close)

const cookie = '__Host-switchyard=anna'
const list = (headers: Record<string, string>) => app.inject({ url: '/v1/parcels', headers })
const create = (headers: Record<string, string>) =>
  app.inject({ method: 'POST', url: '/v1/parcels', headers, payload: { weight: 1 } })
const release = (headers: Record<string, string>) =>
  app.inject({ method: 'POST', url: `/v1/parcels/${sampleParcelId}/release`, headers })

describe('a service token', () => {
  it('opens what its permissions allow', async () => {
    expect((await list({ authorization: 'Bearer sy_reader' })).statusCode).toBe(200)
    expect((await list({ authorization: 'bearer  sy_reader' })).statusCode).toBe(200)
    const refused = await create({ authorization: 'Bearer sy_reader' })
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({ code: 'forbidden', permission: 'ticket:write' })
  })

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic c3k6',
    'Bearer sy_unknown',
    'Bearer a b',
    'sy_admin',
    `Bearer ${'a'.repeat(600)}`,
  ])('is asked for when there is only "%s"', async (authorization) => {
    const response = await list({ authorization })
    expect(response.statusCode).toBe(401)
    expect(response.headers['www-authenticate']).toBe('Bearer')
    expect(response.json().code).toBe('unauthenticated')
  })

  it('belongs to one workspace, and tells nothing of another', async () => {
    const own = await list({ authorization: 'Bearer sy_reader', 'x-workspace': 'depot' })
    expect(own.statusCode).toBe(200)
    const [existing, absent] = await Promise.all(
      ['other', 'no-such-place'].map((slug) => list({ authorization: 'Bearer sy_reader', 'x-workspace': slug })),
    )
    expect(existing?.statusCode).toBe(403)
    expect({ ...existing?.json(), requestId: '' }).toEqual({ ...absent?.json(), requestId: '' })
  })

  it('for desktops may answer offers, a customer’s may only read', async () => {
    expect((await release({ authorization: 'Bearer sy_desktop' })).statusCode).toBe(204)
    expect((await list({ authorization: 'Bearer sy_customer' })).statusCode).toBe(200)
    expect((await create({ authorization: 'Bearer sy_customer' })).statusCode).toBe(403)
  })

  it('is checked before the body is looked at', async () => {
    const headers = { authorization: 'Bearer sy_reader', 'content-type': 'text/nonsense' }
    const response = await app.inject({ method: 'POST', url: '/v1/parcels', headers, payload: '{broken' })
    expect(response.statusCode).toBe(403)
  })
})

describe('the console’s cookie', () => {
  it('opens reading from anywhere and a chosen workspace', async () => {
    expect((await list({ cookie: `a=b; ${cookie}` })).statusCode).toBe(200)
    expect((await list({ cookie, 'x-workspace': 'depot' })).statusCode).toBe(200)
    expect((await list({ cookie, 'x-workspace': 'other' })).statusCode).toBe(403)
    expect((await list({ cookie: 'switchyard=anna' })).statusCode).toBe(401)
    expect((await list({ cookie: `${cookie}x` })).statusCode).toBe(401)
  })

  it.each([
    [{ origin: 'https://desk.example.org' }, 201],
    [{ 'sec-fetch-site': 'same-origin' }, 201],
    [{ origin: 'https://localhost:80', host: 'localhost:80' }, 201],
    [{}, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'https://desk.example.org.evil.example' }, 403],
    [{ origin: 'http://desk.example.org' }, 403],
    [{ origin: 'https://desk.example.org:8443' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
  ])('changes something only for our own pages: %j is %i', async (headers, status) => {
    expect((await create({ cookie, ...(headers as Record<string, string>) })).statusCode).toBe(status)
  })

  it('does not matter when a token is sent too', async () => {
    expect((await create({ cookie, authorization: 'Bearer sy_admin' })).statusCode).toBe(201)
    expect((await create({ cookie, authorization: 'Bearer sy_unknown' })).statusCode).toBe(401)
  })

  it('has the __Host- prefix exactly when people come by https', () => {
    expect(sessionCookieName('https://desk.example.org')).toBe('__Host-switchyard')
    expect(sessionCookieName('http://127.0.0.1:8080')).toBe('switchyard')
  })
})

describe('a public route', () => {
  it('asks nobody who they are, and gives its handler no context', async () => {
    const response = await app.inject({ method: 'POST', url: '/v1/open-door', payload: { name: 'ann' } })
    expect(response.json()).toEqual({ who: 'ann', hasContext: false })
  })

  it('that sets the cookie is for our own pages only', async () => {
    const signIn = (headers: Record<string, string>) => app.inject({ method: 'POST', url: '/v1/sign-in-here', headers })
    expect((await signIn({ origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await signIn({ origin: 'https://desk.example.org' })).headers['set-cookie']).toBe('switchyard=abc')
  })
})

it('tells browsers to stay with https when people reach it by https', async () => {
  expect((await app.inject({ url: '/livez' })).headers['strict-transport-security']).toContain('max-age=')
})

describe('a page of ours', () => {
  it('is one of the public address, or of the host it asks by whatever name', () => {
    const publicUrl = 'https://desk.example.com'
    expect(isOwnOrigin('https://desk.example.com', 'desk.internal:8080', publicUrl)).toBe(true)
    expect(isOwnOrigin('http://localhost:8080', 'localhost:8080', publicUrl)).toBe(true)
    for (const origin of [...foreignOrigins(publicUrl), 'http://localhost:8081', 'http://127.0.0.1:8080'])
      expect([origin, isOwnOrigin(origin, 'localhost:8080', publicUrl)]).toEqual([origin, false])
    expect(isOwnOrigin('http://localhost:8080', undefined, publicUrl)).toBe(false)
  })
})
