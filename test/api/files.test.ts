import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { beforeEach, describe, expect, it } from 'vitest'
import { fileBytes, fileLimits } from '../../server/modules/files/index.ts'
import { png } from '../../server/modules/files/testing/pictures.ts'
import { decodeId, newId } from '../../server/platform/ids.ts'
import { type FormPart, formOf } from './testing/form.ts'
import { openOwnPlace } from './testing/own-service.ts'
import type { Headers } from './testing/place.ts'
import { type Seen, send } from './testing/running-service.ts'

const place = await openOwnPlace('here')
const { service, admin } = place
const usual = service.installation.memory.of(fileLimits)

beforeEach(() => service.installation.memory.keep(fileLimits, usual))

const limit = (more: Partial<typeof usual>) => service.installation.memory.keep(fileLimits, { ...usual, ...more })

function upload(part: FormPart | readonly FormPart[], headers: Headers = {}): Promise<Seen> {
  const { payload, headers: own } = formOf(...[part].flat())
  return send(service, { method: 'POST', url: '/v1/files', headers: { ...admin, ...own, ...headers }, payload })
}

const download = (id: string, headers: Headers = {}) =>
  send(service, { method: 'GET', url: `/v1/files/${id}/content`, headers: { ...admin, ...headers } })

/** Everything that lies in the folder, whole or not. */
async function kept(): Promise<string[]> {
  const entries = await readdir(service.filesFolder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}
const rows = async () => (await service.query<{ id: string }>('select id from files')).length
const used = async () => {
  const [row] = await service.query<{ bytes: number }>('select bytes from file_usages where workspace_id = $1', [
    place.workspace.id,
  ])
  return row?.bytes ?? 0
}
const leftNothing = async (work: () => Promise<unknown>) => {
  const before = [await kept(), await rows(), await used()]
  await work()
  expect([await kept(), await rows(), await used()]).toEqual(before)
}

describe('an upload', () => {
  it('is kept with what it is, and comes back to the byte', async () => {
    const content = Buffer.from('Log of the lobby.\n'.repeat(10_000))
    const seen = await upload({ content, name: 'lobby.log', type: 'image/png' })
    expect(seen).toMatchObject({ status: 201, headers: { location: `/v1/files/${seen.body.id}` } })
    expect(seen.body).toMatchObject({
      name: 'lobby.log',
      mediaType: 'text/plain',
      size: content.length,
      image: null,
      isAttached: false,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect((await download(seen.body.id)).text).toBe(content.toString())
  })

  it('is told by its content, and never shown as a page', async () => {
    const script = '<script>alert(1)</script>'
    const corpus = [
      { name: 'holiday.png', content: `<html>${script}`, mediaType: 'text/html' },
      {
        name: 'logo.svg',
        content: `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`,
        mediaType: 'image/svg+xml',
      },
      { name: 'photo.jpg.html', content: `GIF89a/*x*/=1;${script}`, mediaType: 'text/html' },
      { name: 'x.pdf', content: '%PDF-1.4\n<< /JS (app.alert(1)) >>', mediaType: 'application/pdf' },
      { name: 'huge.png', content: png(50_000, 50_000), mediaType: 'image/png' },
    ]
    for (const { name, content, mediaType } of corpus) {
      const { body } = await upload({ name, content, type: 'image/png' })
      expect([name, body.mediaType, body.image]).toEqual([name, mediaType, null])
      const { headers } = await download(body.id)
      expect([name, headers['content-type']]).toEqual([name, 'application/octet-stream'])
    }
    const { body } = await upload({ name: 'any.bin', content: Buffer.concat([png(640, 480), Buffer.from(script)]) })
    expect(body).toMatchObject({ mediaType: 'image/png', image: { width: 640, height: 480 } })
    expect((await download(body.id)).headers['content-type']).toBe('image/png')
  })

  it('is always saved, sandboxed and not sniffed', async () => {
    const { body } = await upload({ name: 'a"b\\";%0d%0aX-Evil: 1 наш счёт.png', content: png() })
    const { headers } = await download(body.id)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
      'content-length': String(png().length),
    })
    const disposition = String(headers['content-disposition'])
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x21\x23-\x7e]+"; filename\*=UTF-8''[\w.!~%+-]+$/)
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe(body.name)
    expect(headers).not.toHaveProperty('x-evil')
  })

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['in\u202egnp.exe', 'ingnp.exe'],
    ['', 'file'],
  ])('named %j lies in the folder under no name of its own', async (name, shown) => {
    const { body } = await upload({ name, content: 'x' })
    expect(body.name).toBe(shown)
    expect((await kept()).every((each) => /^[0-9a-f-]{36}$/.test(each))).toBe(true)
  })
})

describe('an upload leaves nothing behind', () => {
  it('when it is too large, and is told the limit', async () => {
    limit({ fileBytes: 1000 })
    await leftNothing(async () => {
      for (const size of [1001, 20_000, 200_000]) {
        const seen = await upload({ content: Buffer.alloc(size, 'x') })
        expect(seen).toMatchObject({ status: 413, body: { code: 'too_large', limitBytes: 1000 } })
      }
    })
    expect((await upload({ content: Buffer.alloc(1000, 'x') })).status).toBe(201)
  })

  it.each<[string, readonly FormPart[], string]>([
    ['is empty', [{ content: '' }], '/file'],
    ['holds no file', [], '/file'],
    ['holds two', [{ content: 'x' }, { content: 'y' }], '/file'],
    ['holds a part of another name', [{ content: 'x', disposition: 'name="picture"; filename="x"' }], '/picture'],
    [
      'holds a field before its file',
      [{ content: 'x', disposition: 'name="a"', type: 'text/plain' }, { content: 'x' }],
      '/a',
    ],
    [
      'holds a field after its file',
      [{ content: 'x' }, { content: 'x', disposition: 'name="a"', type: 'text/plain' }],
      '/a',
    ],
    ['names its file only as a field', [{ content: 'x', disposition: 'name="file"', type: 'text/plain' }], '/file'],
  ])('when it %s', async (_, parts, pointer) => {
    await leftNothing(async () => {
      const seen = await upload(parts)
      expect(seen.status).toBe(400)
      expect(seen.body.errors).toEqual([expect.objectContaining({ pointer })])
    })
  })

  it('when it is no form, or one that ends too early', async () => {
    const { payload, headers } = formOf({ content: 'x'.repeat(5000) })
    const post = (more: object) =>
      send(service, {
        method: 'POST',
        url: '/v1/files',
        payload,
        ...more,
        headers: { ...admin, ...headers, ...(more as { headers?: object }).headers },
      })
    await leftNothing(async () => {
      expect((await post({ headers: { 'content-type': 'application/json' } })).status).toBe(415)
      expect((await post({ headers: { 'content-type': 'multipart/mixed; boundary=x' } })).status).toBe(415)
      expect((await post({ headers: { 'content-type': 'multipart/form-data' } })).status).toBe(400)
      expect((await post({ payload: 'no form at all' })).status).toBe(400)
      for (const length of [10, 150, 3000, payload.length - 8])
        expect([length, (await post({ payload: payload.subarray(0, length) })).status]).toEqual([length, 400])
    })
  })

  it('when its connection is cut', async () => {
    await leftNothing(async () => {
      const { payload, headers } = formOf({ content: Buffer.alloc(3_000_000, 'x') })
      await service.app.listen({ port: 0, host: '127.0.0.1' })
      const address = service.app.server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      const head = { ...admin, ...headers, host: 'x', 'content-length': String(payload.length) }
      const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
      const socket = connect(port, '127.0.0.1')
      socket.write(`POST /v1/files HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      socket.write(payload.subarray(0, 2_000_000))
      await expect.poll(async () => (await kept()).some((name) => name.endsWith('.part'))).toBe(true)
      socket.destroy()
      await expect.poll(async () => (await kept()).some((name) => name.endsWith('.part'))).toBe(false)
    })
  })

  it('when its sender may attach it to nothing', async () => {
    const { headers } = await place.token({ role: 'auditor' })
    await leftNothing(async () => expect((await upload({ content: 'x' }, headers)).status).toBe(403))
  })
})

describe('a repeated upload', () => {
  it('under one key is one file, however its form is written', async () => {
    const key = { 'idempotency-key': newId() }
    const first = await upload({ content: 'the same' }, key)
    await leftNothing(async () => {
      const again = await upload({ content: 'the same' }, key)
      expect([again.status, again.text, again.headers['idempotent-replayed']]).toEqual([201, first.text, 'true'])
      for (const other of [{ content: 'another' }, { content: 'the same', name: 'other.txt' }])
        expect(await upload(other, key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
      expect((await upload({ content: 'x' }, { 'idempotency-key': 'ключ' })).status).toBe(400)
    })
  })
})

describe('the room of a workspace', () => {
  it('is given out exactly, whoever races for the last of it', async () => {
    limit({ workspaceBytes: (await used()) + 5 * 10_000 + 5000 })
    const before = await kept()
    const seen = await Promise.all(Array.from({ length: 20 }, () => upload({ content: Buffer.alloc(10_000, 'x') })))
    expect(seen.filter(({ status }) => status === 201)).toHaveLength(5)
    for (const { status, body } of seen.filter((each) => each.status !== 201))
      expect([status, body.code]).toEqual([413, 'quota_exceeded'])
    expect(await kept()).toHaveLength(before.length + 5)
    // What was refused has taken nothing: a smaller one still fits.
    expect((await upload({ content: 'x'.repeat(4000) })).status).toBe(201)
    expect((await upload({ content: 'x' })).status).toBe(413)
  })

  it('is given back when a file is taken back', async () => {
    await leftNothing(async () => {
      const { body } = await upload({ content: Buffer.alloc(50_000, 'x') })
      const taken = () => send(service, { method: 'DELETE', url: `/v1/files/${body.id}`, headers: admin })
      expect([(await taken()).status, (await taken()).status]).toEqual([204, 404])
      expect((await download(body.id)).status).toBe(404)
    })
  })
})

describe('a download', () => {
  it('answers a part of it, or that there is none', async () => {
    const { body } = await upload({ content: '0123456789' })
    const part = async (range: string, more: Headers = {}) => {
      const { status, text, headers } = await download(body.id, { range, ...more })
      return [status, text, headers['content-range']]
    }
    expect(await part('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10'])
    expect(await part('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await part('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await part('bytes=8-99')).toEqual([206, '89', 'bytes 8-9/10'])
    for (const odd of ['bytes=1-2,4-5', 'bytes=-', 'bytes=5-2', 'lines=1-2', 'bytes=a-b'])
      expect([odd, ...(await part(odd))]).toEqual([odd, 200, '0123456789', undefined])
    for (const beyond of ['bytes=10-', 'bytes=99-100', 'bytes=-0'])
      expect([beyond, ...(await part(beyond)).toSpliced(1, 1)]).toEqual([beyond, 416, 'bytes */10'])
    const { headers } = await download(body.id)
    expect((await part('bytes=2-4', { 'if-range': String(headers['etag']) }))[0]).toBe(206)
    expect((await part('bytes=2-4', { 'if-range': '"another"' }))[0]).toBe(200)
  })

  it('is not sent again to who has it', async () => {
    const { body } = await upload({ content: 'once' })
    const { headers } = await download(body.id)
    expect(await download(body.id, { 'if-none-match': String(headers['etag']) })).toMatchObject({
      status: 304,
      text: '',
    })
    const head = await service.app.inject({ method: 'HEAD', url: `/v1/files/${body.id}/content`, headers: admin })
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', '4'])
  })

  it('of bytes that are lost is 404, and no fault of ours', async () => {
    const { body } = await upload({ content: 'lost' })
    const bytes = (await kept()).length
    const fileId = decodeId('file', body.id) ?? ''
    await service.installation.memory.of(fileBytes)?.remove({ workspaceId: place.workspace.id, fileId })
    expect(await kept()).toHaveLength(bytes - 1)
    expect((await download(body.id)).status).toBe(404)
  })
})

it('no call met a fault of ours', () => {
  expect(service.faults).toEqual([])
})
