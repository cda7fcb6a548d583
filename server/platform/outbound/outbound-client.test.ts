import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'

import { afterEach, describe, expect, it, vi } from 'vitest'

import { createOutboundClient } from './outbound-client.ts'
import type { OutboundClient, OutboundClientOptions } from './outbound-client.ts'
import { createOutboundPolicy } from './outbound-policy.ts'
import { startRawReceiver, startReceiver } from './testing/receivers.ts'
import type { Receiver } from './testing/receivers.ts'

const policy = createOutboundPolicy({ allowCidrs: ['127.0.0.1/32'], loopbackAllowed: false })
const cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()))
})

function open(options: Partial<OutboundClientOptions> = {}): OutboundClient {
  const client = createOutboundClient({ policy, ...options })
  cleanups.push(() => client.close())
  return client
}

async function receive(listener: RequestListener): Promise<Receiver> {
  const receiver = await startReceiver(listener)
  cleanups.push(() => receiver.close())
  return receiver
}

async function receiveRaw(...[handle]: Parameters<typeof startRawReceiver>): Promise<Receiver> {
  const receiver = await startRawReceiver(handle)
  cleanups.push(() => receiver.close())
  return receiver
}

const post = (receiver: Receiver, path = '/hook') => ({
  url: `http://127.0.0.1:${receiver.port}${path}`,
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: '{"n":1}',
})

/** Answers every connection with the same bytes as soon as something arrives. */
const answering = (bytes: string | Buffer) =>
  receiveRaw((socket) => {
    socket.once('data', () => socket.write(bytes))
  })

describe('send', () => {
  it('delivers the exact body and tells what came back', async () => {
    const seen: unknown[] = []
    const receiver = await receive((request, response) => {
      const { method, url, headers } = request
      request.setEncoding('utf8').on('data', (body: string) => {
        seen.push({ method, url, host: headers.host, type: headers['content-type'], body })
      })
      request.on('end', () => {
        response.writeHead(429, { 'retry-after': '120', 'webhook-delivery': 'abort-message' }).end('slow down')
      })
    })
    const result = await open().send({
      ...post(receiver, '/hook?a=1'),
      headers: { 'content-type': 'x/y', Host: 'evil' },
    })
    expect(result).toEqual({
      kind: 'answered',
      status: 429,
      headers: { retryAfter: '120', webhookDelivery: 'abort-message' },
      answerHeaders: expect.objectContaining({ 'retry-after': '120', 'webhook-delivery': 'abort-message' }),
      bodyText: 'slow down',
      bodyIsTruncated: false,
      address: '127.0.0.1',
      durationMs: expect.any(Number),
    })
    expect(seen).toEqual([
      { method: 'POST', url: '/hook?a=1', host: `127.0.0.1:${receiver.port}`, type: 'x/y', body: '{"n":1}' },
    ])
  })

  it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
    const target = await receive((_request, response) => response.end())
    const receiver = await receive((_request, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${target.port}/` }).end()
    })
    expect(await open().send(post(receiver))).toMatchObject({ kind: 'answered', status })
    expect(target.connections()).toBe(0)
  })

  it('reuses connections to the same host', async () => {
    const receiver = await receive((_request, response) => response.end('ok'))
    const client = open()
    for (let count = 0; count < 10; count++) await client.send(post(receiver))
    expect(receiver.connections()).toBeLessThanOrEqual(2)
  })

  it('does not let one hanging request hold up another to the same host', async () => {
    const receiver = await receive((request, response) => {
      if (request.url !== '/hang') response.end('ok')
    })
    const client = open()
    const stop = new AbortController()
    const hanging = client.send({ ...post(receiver, '/hang'), signal: stop.signal })
    expect(await client.send(post(receiver))).toMatchObject({ kind: 'answered', status: 200 })
    stop.abort(new Error('seen enough'))
    await expect(hanging).rejects.toThrow('seen enough')
  })

  it('asks no proxy', async () => {
    const proxy = await receive((_request, response) => response.end('proxied'))
    const receiver = await receive((_request, response) => response.end('direct'))
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY']) {
      vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`)
    }
    expect(await open().send(post(receiver))).toMatchObject({ bodyText: 'direct' })
    expect(proxy.connections()).toBe(0)
  })

  it('does not decompress, and keeps text that PostgreSQL can store', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024))
    const receiver = await receive((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    const result = await open().send(post(receiver))
    expect(result).toMatchObject({ kind: 'answered', bodyText: expect.not.stringContaining('\0') })
    expect(result.kind === 'answered' && result.bodyText.length).toBeLessThanOrEqual(bomb.length)
  })

  it('keeps whole characters of the first 16 KiB only', async () => {
    const receiver = await receive((_request, response) => response.end('é'.repeat(10_000) + 'x'))
    const result = await open({ keptResponseBytes: 1_001 }).send(post(receiver))
    expect(result).toMatchObject({ bodyText: 'é'.repeat(500), bodyIsTruncated: true })
  })

  it('rejects a request that can never be sent, which is our mistake', async () => {
    const receiver = await receive((_request, response) => response.end())
    const sending = open().send({ ...post(receiver), headers: { 'x-bad': 'a\r\nb: c' } })
    await expect(sending).rejects.toThrow('invalid')
    expect(receiver.connections()).toBe(0)
  })
})

describe('a peer that misbehaves', () => {
  it('fails as refused when nobody listens', async () => {
    const receiver = await startReceiver(() => undefined)
    await receiver.close()
    expect(await open().send(post(receiver))).toMatchObject({ kind: 'failed', errorClass: 'refused' })
  })

  it('fails as timeout when it never answers, and is hung up on', async () => {
    const hungUp = Promise.withResolvers<void>()
    const receiver = await receive((request) => request.socket.once('close', hungUp.resolve))
    const result = await open({ totalTimeoutMs: 100 }).send(post(receiver))
    expect(result).toMatchObject({ kind: 'failed', errorClass: 'timeout', address: '127.0.0.1' })
    await hungUp.promise
  })

  it.each([
    ['the head', 'HTTP/1.1 200 OK\r\nx: '],
    ['the body', 'HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n'],
    ['interim answers', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('fails as timeout when it trickles %s', async (part, start) => {
    const receiver = await receiveRaw((socket) => {
      socket.once('data', () => socket.write(start))
      const drip = setInterval(() => socket.write(part === 'interim answers' ? start : 'a'), 10)
      socket.once('close', () => clearInterval(drip))
    })
    const result = await open({ totalTimeoutMs: 150 }).send(post(receiver))
    expect(result).toMatchObject({ kind: 'failed', errorClass: 'timeout' })
  })

  it('fails as reset when it hangs up', async () => {
    const receiver = await receiveRaw((socket) => {
      socket.once('data', () => socket.resetAndDestroy())
    })
    expect(await open().send(post(receiver))).toMatchObject({ kind: 'failed', errorClass: 'reset' })
  })

  it('fails as reset when it hangs up within its answer', async () => {
    const receiver = await receiveRaw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'))
    })
    expect(await open().send(post(receiver))).toMatchObject({ kind: 'failed', errorClass: 'reset' })
  })

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['a bad chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ])('fails as protocol when it speaks %s', async (_case, bytes) => {
    expect(await open().send(post(await answering(bytes)))).toMatchObject({ kind: 'failed', errorClass: 'protocol' })
  })

  it('fails as too_large when its head is longer than 16 KiB', async () => {
    const receiver = await answering(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)
    expect(await open().send(post(receiver))).toMatchObject({ kind: 'failed', errorClass: 'too_large' })
  })

  it('takes the status and hangs up on 64 MiB, in bounded memory', async () => {
    const bodyBytes = 64 * 1024 * 1024
    let writtenBytes = 0
    const receiver = await receiveRaw((socket) => {
      const chunk = Buffer.alloc(64 * 1024, 'a')
      const pour = (): void => {
        while (!socket.destroyed && socket.bytesWritten < bodyBytes && socket.write(chunk));
      }
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${bodyBytes}\r\n\r\n`)
        pour()
      })
      socket.on('drain', pour)
      socket.once('close', () => {
        writtenBytes += socket.bytesWritten
      })
    })
    const client = open()
    const before = process.memoryUsage()
    const results = await Promise.all(Array.from({ length: 8 }, () => client.send(post(receiver))))
    const after = process.memoryUsage()
    for (const result of results) {
      expect(result).toMatchObject({ kind: 'answered', status: 200, bodyText: 'a'.repeat(16 * 1024) })
    }
    expect(after.external - before.external).toBeLessThan(32 * 1024 * 1024)
    await receiver.close()
    cleanups.splice(0, 1)
    expect(writtenBytes).toBeLessThan((8 * bodyBytes) / 4)
  })
})

describe('stopping', () => {
  it('ends at once with the caller’s reason, whatever is under way', async () => {
    const arrived = Promise.withResolvers<void>()
    const receiver = await receive(() => arrived.resolve())
    const stop = new AbortController()
    const sending = open().send({ ...post(receiver), signal: stop.signal })
    await arrived.promise
    stop.abort(new Error('stopping'))
    await expect(sending).rejects.toThrow('stopping')
  })

  it('sends nothing when already stopped', async () => {
    const receiver = await receive((_request, response) => response.end())
    const sending = open().send({ ...post(receiver), signal: AbortSignal.abort(new Error('stopping')) })
    await expect(sending).rejects.toThrow('stopping')
    expect(receiver.bytesReceived()).toBe(0)
  })

  it('lets requests under way end and refuses later ones', async () => {
    const arrived = Promise.withResolvers<() => void>()
    const receiver = await receive((_request, response) => arrived.resolve(() => response.end('late')))
    const client = createOutboundClient({ policy })
    const sending = client.send(post(receiver))
    const answer = await arrived.promise
    const closing = client.close()
    answer()
    expect(await sending).toMatchObject({ bodyText: 'late' })
    await closing
    await expect(client.send(post(receiver))).rejects.toThrow('closed')
  })

  it('closes connections that are no longer used', async () => {
    const closed = Promise.withResolvers<void>()
    const receiver = await receiveRaw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))
      void once(socket, 'close').then(() => closed.resolve())
    })
    await open({ idleTimeoutMs: 20 }).send(post(receiver))
    await closed.promise
    expect(receiver.connections()).toBe(1)
  })
})
