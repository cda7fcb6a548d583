import { Type } from 'typebox'
import { afterAll, describe, expect, it } from 'vitest'
import { defineRoute } from './route.ts'
import { instant } from './schemas.ts'
import { admin, openSampleApp } from './testing/sample-app.ts'

const echo = defineRoute({
  method: 'PUT',
  url: '/v1/echo/:name',
  operationId: 'echo',
  summary: 'Says it again',
  tag: 'texts',
  permission: 'ticket:write',
  params: Type.Object({ name: Type.String() }),
  query: Type.Object({
    q: Type.Optional(Type.String()),
    at: Type.Optional(instant()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  body: Type.Object({ texts: Type.Optional(Type.Record(Type.String(), Type.Unknown())), at: Type.Optional(instant()) }),
  answers: { 200: Type.Object({ said: Type.Unknown() }) },
  example: { params: { name: 'a' } },
  handle: ({ params, query, body }) => ({ said: [params, query, body] }),
})

const { app, close } = await openSampleApp({ routes: [echo] })
afterAll(close)

const put = (url: string, payload: string = '{}') =>
  app.inject({ method: 'PUT', url, payload, headers: { ...admin, 'content-type': 'application/json' } })

describe('text that cannot be kept', () => {
  it.each([
    String.raw`{"texts":{"a":"x\u0000y"}}`,
    String.raw`{"texts":{"a\u0000":1}}`,
    String.raw`{"texts":{"a":["\ud800"]}}`,
    String.raw`{"texts":{"a":{"b":"\udc00\ud800"}}}`,
  ])('is refused in a body: %s', async (payload) => {
    expect((await put('/v1/echo/a', payload)).json()).toMatchObject({ status: 400, code: 'malformed_json' })
  })

  it('is refused in a parameter, and is no address', async () => {
    expect((await put('/v1/echo/a?q=x%00y')).json()).toMatchObject({
      status: 400,
      errors: [{ pointer: 'q', code: 'wrong_form' }],
    })
    expect((await put('/v1/echo/a%00')).statusCode).toBe(404)
  })

  it('is not any other', async () => {
    const payload = String.raw`{"texts":{"a":"👩‍👩‍👧‍👦 \ud83d\ude00 \u0001 \\u0000"}}`
    expect((await put('/v1/echo/%E2%82%AC?q=%F0%9F%98%80', payload)).json().said).toEqual([
      { name: '€' },
      { q: '😀' },
      JSON.parse(payload),
    ])
  })
})

describe('an instant', () => {
  it.each([
    '2016-12-31T23:59:60Z',
    '0000-12-31T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    '2026-02-29T00:00:00Z',
    '2026-11-20',
  ])('%s is refused: not every clock can write it', async (at) => {
    const [inBody, inQuery] = [await put('/v1/echo/a', JSON.stringify({ at })), await put(`/v1/echo/a?at=${at}`)]
    expect(inBody.json()).toMatchObject({ status: 400, errors: [{ pointer: '/at', code: 'wrong_form' }] })
    expect(inQuery.json()).toMatchObject({ status: 400, errors: [{ pointer: 'at', code: 'wrong_form' }] })
  })

  it.each(['2026-11-20T09:00:00Z', '2028-02-29T00:00:00.123456+05:30', '0001-01-01T00:00:00Z'])(
    '%s is one',
    async (at) => {
      expect((await put('/v1/echo/a', JSON.stringify({ at }))).statusCode).toBe(200)
    },
  )
})

describe('a number', () => {
  it.each(['1e999', '-1e999', 'Infinity', '-Infinity', '9'.repeat(400), 'NaN'])(
    '%s is within no limits',
    async (limit) => {
      expect((await put(`/v1/echo/a?limit=${limit}`)).json()).toMatchObject({
        status: 400,
        errors: [{ pointer: 'limit' }],
      })
      expect((await put(`/v1/echo/a?q=${limit}`)).statusCode).toBe(200)
    },
  )
})
