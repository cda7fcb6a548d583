import { afterAll, describe, expect, it } from 'vitest'
import { admin, openSampleApp } from './testing/sample-app.ts'

const { app, close } = await openSampleApp()
afterAll(close)

const send = (payload: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  app.inject({ method: 'POST', url: '/v1/parcels', headers: { ...admin, ...headers }, payload })

const codeOf = async (payload: string | Buffer, headers?: Record<string, string>) => {
  const response = await send(payload, headers)
  return [response.statusCode, response.json().code]
}

describe('a body', () => {
  it.each([
    '{',
    '{"weight":1',
    '{"weight":1}}',
    '{"weight":01}',
    "{'weight':1}",
    '{"weight":1,}',
    'weight=1',
    '\ufeff{"weight":1}',
  ])('that is not JSON is refused: %s', async (payload) => {
    expect(await codeOf(payload)).toEqual([400, 'malformed_json'])
  })

  it('is not repeated in the refusal', async () => {
    expect((await send('{"weight": hunter2}')).body).not.toContain('hunter')
  })

  it('that is not UTF-8 is refused', async () => {
    expect(await codeOf(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))).toEqual([400, 'malformed_json'])
  })

  it('that names a member twice, or the prototype, is refused', async () => {
    expect(await codeOf('{"weight":1,"weight":2}')).toEqual([400, 'malformed_json'])
    expect(await codeOf('{"weight":1,"\\u0077eight":2}')).toEqual([400, 'malformed_json'])
    expect(await codeOf('{"weight":1,"__proto__":{"isAdmin":true}}')).toEqual([400, 'malformed_json'])
    expect(await codeOf('{"weight":1,"\\u005f_proto__":{"isAdmin":true}}')).toEqual([400, 'malformed_json'])
    expect(await codeOf('{"weight":1,"notes":[{"text":"a","text":"b"}]}')).toEqual([400, 'malformed_json'])
  })

  it('may hold anything inside its texts', async () => {
    const text = 'a":{[\\\\"\\u0000}]:::'
    const response = await send(JSON.stringify({ weight: 1, notes: [{ text }, { text: '\\' }] }))
    expect(response.json().received.notes).toEqual([{ text }, { text: '\\' }])
  })

  it('may be nested 32 deep and no deeper', async () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    expect(await codeOf(nested(32))).toEqual([400, 'invalid'])
    expect(await codeOf(nested(33))).toEqual([400, 'too_deep'])
    expect(await codeOf(nested(100_000))).toEqual([400, 'too_deep'])
  })

  it('of two megabytes is refused, whether or not it says so first', async () => {
    const payload = JSON.stringify({ weight: 1, notes: [{ text: 'x'.repeat(2 * 1024 * 1024) }] })
    expect(await codeOf(payload)).toEqual([413, 'too_large'])
  })

  it('of very many members or objects is refused before it is parsed', async () => {
    const members = Array.from({ length: 100_000 }, (_, index) => `"${index.toString(36)}":1`)
    expect(await codeOf(`{${members.join(',')}}`)).toEqual([413, 'too_large'])
    expect(await codeOf(`[${'{},'.repeat(60_000)}{}]`)).toEqual([413, 'too_large'])
  })

  it('that is compressed is refused', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    expect(await codeOf('{"weight":1}', headers)).toEqual([415, 'unsupported_media_type'])
  })

  it('of a route’s own media type reaches the handler as it is', async () => {
    const put = (type: string, payload: Buffer) =>
      app.inject({ method: 'PUT', url: '/v1/file-contents', headers: { ...admin, 'content-type': type }, payload })
    expect((await put('application/octet-stream', Buffer.alloc(2_000_000))).json()).toEqual({ size: 2_000_000 })
    expect((await put('application/json', Buffer.from('{}'))).statusCode).toBe(415)
    expect((await put('application/octet-stream', Buffer.alloc(3_000_001))).statusCode).toBe(413)
  })
})

const accepted = [
  'application/json',
  'Application/JSON',
  'application/json;charset=utf-8',
  'application/json; charset=UTF-8',
  'application/json ; charset="utf-8"',
  'application/json\t;\tcharset=utf-8',
]

/** Essences, and what may be wrong around them, combined. */
function hostileTypes(): string[] {
  const essences = [
    'application/json',
    'text/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    '*/*',
  ]
  const around = [
    (type: string) => `${type}x`,
    (type: string) => `x${type}`,
    (type: string) => `${type}, text/plain`,
    (type: string) => `${type},application/json`,
    (type: string) => `${type};`,
    (type: string) => `${type};;`,
    (type: string) => `${type}; charset=utf-16`,
    (type: string) => `${type}; charset=latin1`,
    (type: string) => `${type}; charset=utf-8; charset=utf-7`,
    (type: string) => `${type}; charset="utf-8`,
    (type: string) => `${type}; boundary=x`,
    (type: string) => `${type}; q=1; application/json`,
    (type: string) => `${type} text/html`,
    (type: string) => `${type}\ttext/html`,
    (type: string) => `${type}/json`,
    (type: string) => `${type}+json`,
    (type: string) => `"${type}"`,
    (type: string) => `'${type}'`,
    (type: string) => `;${type}`,
    (type: string) => `${type.replace('/', ' / ')}`,
    (type: string) => `${type.replace('/', '//')}`,
    (type: string) => `${type.replace('/', '\\')}`,
    (type: string) => `${type.replace('/', '')}`,
    (type: string) => `${type.slice(0, -1)}`,
    (type: string) => `${type};charset`,
    (type: string) => `${type};=utf-8`,
    (type: string) => `${type}; charset = utf-8`,
    (type: string) => `${type}%20`,
    (type: string) => `${type}\u00a0`,
    (type: string) => `${type}(comment)`,
    (type: string) => `${type}; charset=utf-8 trailing`,
    (type: string) => `${type}#`,
    (type: string) => `${type}?`,
    (type: string) => `${type};version=1`,
  ]
  return essences.flatMap((essence) => around.map((change) => change(essence)))
}

describe('a media type', () => {
  it('of JSON in UTF-8 is accepted in every spelling RFC 9110 gives it', async () => {
    for (const type of accepted) {
      expect([type, (await send('{"weight":1}', { 'content-type': type })).statusCode]).toEqual([type, 201])
    }
  })

  it('of any other kind is refused, and never reaches the handler unvalidated', async () => {
    const types = hostileTypes()
    expect(types.length).toBeGreaterThanOrEqual(200)
    for (const type of types) {
      const response = await send('{"weight":"not a number","evil":1}', { 'content-type': type })
      expect([type, response.statusCode, response.json().code]).toEqual([type, 415, 'unsupported_media_type'])
    }
  })

  it('is required of a body', async () => {
    expect(await codeOf('{"weight":1}', {})).toEqual([415, 'unsupported_media_type'])
  })
})
