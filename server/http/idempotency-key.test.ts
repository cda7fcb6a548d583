import { Type } from 'typebox'
import { afterAll, describe, expect, it } from 'vitest'
import { replayedAnswer } from './answer.ts'
import { nullable } from './schemas.ts'
import { defineRoute } from './route.ts'
import { admin, openSampleApp } from './testing/sample-app.ts'

const keepsItself = defineRoute({
  method: 'POST',
  url: '/v1/keeps-itself',
  aliases: ['/v1/keeps/itself'],
  operationId: 'keepItself',
  summary: 'Is given its key',
  tag: 'keyed',
  permission: 'ticket:write',
  idempotency: 'own',
  query: Type.Object({ a: Type.Optional(Type.String()), b: Type.Optional(Type.String()) }),
  body: Type.Object({ isAgain: Type.Optional(Type.Boolean()) }),
  answers: { 200: Type.Object({ key: nullable(Type.String()), route: nullable(Type.String()), print: Type.String() }) },
  example: {},
  handle: ({ idempotency, body }) => {
    if (body.isAgain === true) {
      const headers = { location: '/x' }
      return replayedAnswer({ status: 202, mediaType: 'application/json', headers, body: '{"old":true}' })
    }
    const print = Buffer.from(idempotency?.fingerprint ?? []).toString('hex')
    return { key: idempotency?.key ?? null, route: idempotency?.route ?? null, print }
  },
})

const { app, close } = await openSampleApp({ routes: [keepsItself] })
afterAll(close)

async function send(key: string | null, url = '/v1/keeps-itself', payload: object = {}) {
  const headers = { ...admin, ...(key === null ? {} : { 'idempotency-key': key }) }
  return app.inject({ method: 'POST', url, headers, payload })
}

const printOf = async (...request: Parameters<typeof send>) => (await send(...request)).json().print

describe('a key', () => {
  it.each([
    ['abc', 'abc'],
    ['"abc"', 'abc'],
    ['  abc ', 'abc'],
    ['a b', 'a b'],
    [String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    ['0190f5b2-0000-7000-8000-000000000001', '0190f5b2-0000-7000-8000-000000000001'],
    ['~'.repeat(255), '~'.repeat(255)],
  ])('%s is read as %s', async (header, key) => {
    expect((await send(header)).json().key).toBe(key)
  })

  it.each(['', ' ', '""', 'a'.repeat(256), `"${'a'.repeat(256)}"`, 'ö', 'a\tb', '"open', '"a"b"', String.raw`"a\b"`])(
    '"%s" is refused',
    async (header) => {
      const response = await send(header)
      expect(response.statusCode).toBe(400)
      expect(response.json().errors).toMatchObject([{ pointer: 'Idempotency-Key', code: 'wrong_form' }])
    },
  )

  it('is not asked for', async () => {
    expect((await send(null)).json()).toEqual({ key: null, route: null, print: '' })
  })
})

describe('a route that keeps its keys itself', () => {
  it('is given the key with the route’s own address, at an alias too', async () => {
    expect((await send('k', '/v1/keeps/itself')).json()).toMatchObject({ key: 'k', route: 'POST /v1/keeps-itself' })
  })

  it('is given a fingerprint that tells requests apart and nothing else', async () => {
    const print = await printOf('k', '/v1/keeps-itself?a=1&b=2')
    expect(print).toMatch(/^[0-9a-f]{64}$/)
    expect(await printOf('other', '/v1/keeps-itself?b=2&a=1')).toBe(print)
    expect(await printOf('k', '/v1/keeps/itself?a=1&b=2')).toBe(print)
    expect(await printOf('k', '/v1/keeps-itself?a=2&b=1')).not.toBe(print)
    expect(await printOf('k', '/v1/keeps-itself?a=1&b=2', { isAgain: false })).not.toBe(print)
  })

  it('may answer what it kept', async () => {
    const response = await send('k', '/v1/keeps-itself', { isAgain: true })
    expect([response.statusCode, response.body, response.headers['location']]).toEqual([202, '{"old":true}', '/x'])
    expect(response.headers['idempotent-replayed']).toBe('true')
  })
})
