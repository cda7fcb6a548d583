import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openSampleApp, type SampleApp } from './testing/sample-app.ts'

let sample: SampleApp | null = null
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await sample?.close()
})

const limits = { headersTimeoutMs: 200, requestTimeoutMs: 400, connectionCheckMs: 50, slowReaderMs: 200 }

async function listen(): Promise<number> {
  sample = await openSampleApp({ limits })
  await sample.app.listen({ port: 0, host: '127.0.0.1' })
  const address = sample.app.server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

/** Sends text on a connection of its own; `over` gives all that came back when the other side has closed it. */
function open(port: number, text: string): { socket: Socket; over: Promise<string>; received: () => string } {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  let received = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk))
  socket.on('error', () => {})
  const over = new Promise<string>((resolve) => socket.once('close', () => resolve(received)))
  socket.write(text)
  return { socket, over, received: () => received }
}

const chunked = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

const create =
  'POST /v1/parcels HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sy_admin\r\ncontent-type: application/json\r\n'

describe('a slow client', () => {
  it('whose headers do not arrive is answered 408 and let go', async () => {
    const answer = await open(await listen(), 'GET /livez HTTP/1.1\r\nhost: x\r\nx-slow:').over
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('application/problem+json')
  })

  it('whose body does not arrive is answered 408 and let go', async () => {
    const answer = await open(await listen(), `${create}content-length: 100\r\n\r\n{"weight"`).over
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('whose file goes on arriving is waited for, and one whose file stands still is answered 408', async () => {
    const port = await listen()
    const head = create
      .replace('/v1/parcels', '/v1/forms')
      .replace('application/json', 'multipart/form-data; boundary=b')
    const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n'
    const slow = open(port, `${head}transfer-encoding: chunked\r\n\r\n${chunked(part)}`)
    const still = open(port, `${head}transfer-encoding: chunked\r\n\r\n${chunked(part)}`)
    const startedAt = performance.now()
    // Longer than any other request may take.
    while (performance.now() - startedAt < 2.5 * limits.requestTimeoutMs) {
      slow.socket.write(chunked('x'))
      await new Promise((resolve) => setTimeout(resolve, limits.requestTimeoutMs / 8))
    }
    slow.socket.write(`${chunked('\r\n--b--\r\n')}0\r\n\r\n`)
    await expect.poll(() => slow.received()).toMatch(/^HTTP\/1\.1 200 /)
    expect(await still.over).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('that was refused and goes on sending is let go', async () => {
    const head = `${create}content-length: 1000000\r\n\r\n`.replace('sy_admin', 'sy_nobody')
    const { socket, over } = open(await listen(), head)
    const sending = setInterval(() => socket.writable && socket.write('x'), 20)
    const answer = await over
    clearInterval(sending)
    expect(answer).toMatch(/^HTTP\/1\.1 401 /)
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
  })

  it('that does not read its answer is let go, and its place freed', async () => {
    const port = await listen()
    const { socket } = open(port, 'GET /v1/large-export HTTP/1.1\r\nhost: x\r\n\r\n')
    socket.pause()
    const done = () =>
      sample?.logged.find((entry) => entry['operationId'] === 'exportLarge' && entry['event'] === 'request.done')
    await expect.poll(done).toBeDefined()
    expect(sample?.logged).toContainEqual(expect.objectContaining({ event: 'request.culled', reason: 'slow_reader' }))
    expect(await sample?.metrics.registry.metrics()).toContain('http_requests_in_flight 0')
  })

  it('does not keep others waiting', async () => {
    const port = await listen()
    const slow = Array.from({ length: 50 }, () => open(port, 'GET /livez HTTP/1.1\r\nx-slow:').over)
    const answer = await open(port, 'GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n').over
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    for (const text of await Promise.all(slow)) expect(text).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('a broken request', () => {
  it('with too many bytes of headers is answered 431', async () => {
    const headers = Array.from({ length: 10_000 }, (_, index) => `x-${index}: 1\r\n`).join('')
    const answer = await open(await listen(), `GET /livez HTTP/1.1\r\nhost: x\r\n${headers}\r\n`).over
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
    expect(answer).toContain('"code":"too_large"')
  })

  it('that is not HTTP is answered 400', async () => {
    const port = await listen()
    for (const text of [
      '\x16\x03\x01 tls hello\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /livez HTTP/1.1\r\nbad header\r\n\r\n',
    ]) {
      expect(await open(port, text).over).toMatch(/^HTTP\/1\.1 400 /)
    }
  })

  it('whose length is told in two ways is answered 400', async () => {
    const headers = 'content-length: 12\r\ntransfer-encoding: chunked\r\n\r\n'
    expect(await open(await listen(), `${create}${headers}0\r\n\r\n`).over).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('whose chunks never end at the limit is answered 413', async () => {
    const port = await listen()
    const chunk = `${(600_000).toString(16)}\r\n${'x'.repeat(600_000)}\r\n`
    const answer = await open(port, `${create}transfer-encoding: chunked\r\n\r\n${chunk}${chunk}`).over
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })
})
