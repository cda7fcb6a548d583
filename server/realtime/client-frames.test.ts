import { connect } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { openTestDesk } from './testing/test-desk.ts'

const desk = await openTestDesk()
afterAll(() => desk.close())

describe('frames of a client', () => {
  it('that are not ours are answered by a code of the closed list, and nothing else happens', async () => {
    const context = await desk.newContext()
    const random = (size: number) => Buffer.from(Array.from({ length: size }, () => Math.floor(Math.random() * 256)))
    const oddities = [
      '',
      '{',
      'null',
      '[]',
      '7',
      '"heartbeat"',
      '{"type":7}',
      '{"type":"constructor"}',
      '{"type":"__proto__"}',
      '{"type":"authenticate"}',
      '{"type":"event","event":{}}',
      '{"__proto__":{"type":"heartbeat"}}',
      '{"type":"hello"}',
      '\u0000',
      '{"type":{"toString":null}}',
      '{"type":"Channel::Base"}',
      `{"type":"${'x'.repeat(5_000)}"}`,
    ]
    for (let round = 0; round < 5; round++) {
      const client = await desk.follow(context)
      await client.first('hello')
      for (let index = 0; index < 200; index++) {
        const odd = oddities[index % (oddities.length + 3)]
        client.socket.send(odd ?? random(1 + (index % 300)))
      }
      await client.until(() => client.frames.filter((frame) => frame.type === 'error').length >= 200)
      for (const frame of client.frames) {
        if (frame.type !== 'error') continue
        expect(Object.keys(frame).toSorted()).toEqual(['code', 'requestId', 'type'])
        expect(['malformed_frame', 'unknown_frame']).toContain(frame.code)
      }
      client.socket.close()
    }
  })

  it('that break the protocol end that socket only', async () => {
    const context = await desk.newContext()
    const other = await desk.follow(context)
    await other.first('hello')
    const tooLong = await desk.follow(context)
    tooLong.socket.send('x'.repeat(70_000))
    expect((await tooLong.closed).code).toBe(1009)
    const { secret } = await desk.newToken(context)
    const port = desk.port()
    for (const bytes of [
      [0xff, 0xff, 0xff, 0xff],
      [0x81, 0x05, 1, 2, 3, 4, 5],
      [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28],
      [0x88, 0x81, 0, 0, 0, 0, 1],
    ]) {
      const raw = connect(port, '127.0.0.1')
      raw.on('error', () => undefined)
      raw.write(
        `GET /v1/realtime HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nauthorization: Bearer ${secret}\r\n\r\n`,
      )
      await new Promise((resolve) => raw.once('data', resolve))
      raw.write(Buffer.from(bytes))
      await new Promise((resolve) => raw.once('close', resolve))
    }
    await desk.append(context)
    await other.first('event')
    other.socket.close()
  })

  it('that come in a hundred thousand pieces end that socket only', async () => {
    const context = await desk.newContext()
    const other = await desk.follow(context)
    const client = await desk.follow(context)
    await Promise.all([other.first('hello'), client.first('hello')])
    for (let piece = 0; piece < 100_000; piece++) client.socket.send('x', { fin: false })
    // The reason may be lost with what was still on its way.
    expect([1006, 1008]).toContain((await client.closed).code)
    expect(client.frames.filter(({ type }) => type === 'error')).toEqual([])
    await desk.append(context)
    await other.first('event')
    other.socket.close()
  })

  it('that come in a flood end the socket', async () => {
    const client = await desk.follow(await desk.newContext())
    for (let index = 0; index < 300; index++) client.send({ type: 'heartbeat' })
    expect(await client.closed).toEqual({ code: 1008, reason: 'too_many_frames' })
  })
})
