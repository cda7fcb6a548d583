import { afterEach, beforeAll, describe, expect, it } from 'vitest'

import { createOutboundClient } from './outbound-client.ts'
import type { OutboundClientOptions } from './outbound-client.ts'
import type { OutboundResult } from './outbound-request.ts'
import { createOutboundPolicy } from './outbound-policy.ts'
import { makeCertificate } from './testing/certificate.ts'
import type { TestCertificate } from './testing/certificate.ts'
import { startDnsServer } from './testing/dns-server.ts'
import type { DnsReply, QuestionType, TestDnsServer } from './testing/dns-server.ts'
import { startRawReceiver, startReceiver, startTlsReceiver } from './testing/receivers.ts'
import type { Receiver } from './testing/receivers.ts'

const name = 'hooks.example.com'
const otherName = 'other.example.com'
const publicAddress = '127.0.50.1'
const movedAddress = '127.0.50.2'
const canaryAddress = '127.0.0.2'
const manyAddresses = Array.from({ length: 200 }, (_, index) => `127.0.50.${index + 1}`)

/** The policy calls 127.0.50.0/24 the internet; the rest of loopback is the inside that nobody may reach. */
interface Stage {
  readonly dns: TestDnsServer
  readonly receiver: Receiver
  readonly canary: Receiver
  /** The hosts the receiver was asked for, from the Host header and the TLS greeting. */
  readonly hosts: string[]
  send(host?: string): Promise<OutboundResult>
}

const cleanups: (() => Promise<void>)[] = []
let certificate: TestCertificate

beforeAll(() => {
  certificate = makeCertificate([name, otherName])
})

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()))
})

async function setStage(
  script: (name: string, type: QuestionType) => DnsReply,
  options: Partial<OutboundClientOptions> = {},
): Promise<Stage> {
  const hosts: string[] = []
  const receiver = await startTlsReceiver(
    (request, response) => {
      const serverName = 'servername' in request.socket ? String(request.socket.servername) : ''
      hosts.push(`${request.headers.host} ${serverName}`)
      response.end('public')
    },
    certificate,
    { address: publicAddress },
  )
  const { port } = receiver
  const canary = await startRawReceiver(() => undefined, canaryAddress, port)
  const dns = await startDnsServer(script)
  const policy = createOutboundPolicy({ allowCidrs: ['127.0.50.0/24'], loopbackAllowed: false, portsAllowed: [port] })
  const client = createOutboundClient({
    policy,
    resolver: dns.resolver,
    certificateAuthorities: [certificate.cert],
    ...options,
  })
  cleanups.push(
    () => client.close(),
    () => receiver.close(),
    () => canary.close(),
    () => dns.close(),
  )
  return {
    dns,
    receiver,
    canary,
    hosts,
    send: (host = name) => client.send({ url: `https://${host}:${port}/`, method: 'POST', headers: {}, body: '{}' }),
  }
}

const a = (...addresses: string[]) => addresses.map((data) => ({ type: 'A' as const, data }))
const aaaa = (...addresses: string[]) => addresses.map((data) => ({ type: 'AAAA' as const, data }))

describe('a name', () => {
  it('is asked for by Host and TLS name at its vetted address', async () => {
    const stage = await setStage((_name, type) => (type === 'A' ? a(publicAddress) : []))
    expect(await stage.send()).toMatchObject({ kind: 'answered', status: 200, address: publicAddress })
    expect(stage.hosts).toEqual([`${name}:${stage.receiver.port} ${name}`])
    expect(stage.dns.questions.toSorted()).toEqual([`A ${name}`, `AAAA ${name}`])
  })

  it.each<[string, (type: QuestionType) => DnsReply, 'dns' | 'blocked']>([
    ['is unknown', () => 'NXDOMAIN', 'dns'],
    ['has no addresses', () => [], 'dns'],
    ['cannot be resolved', () => 'SERVFAIL', 'dns'],
    ['points inside', (type) => (type === 'A' ? a(canaryAddress) : []), 'blocked'],
    [
      'points inside with TTL 0',
      (type) => (type === 'A' ? [{ type, data: canaryAddress, ttlSeconds: 0 }] : []),
      'blocked',
    ],
    ['points outside and inside', (type) => (type === 'A' ? a(publicAddress, canaryAddress) : []), 'blocked'],
    ['points inside, then outside', (type) => (type === 'A' ? a(canaryAddress, publicAddress) : []), 'blocked'],
    ['points inside by AAAA only', (type) => (type === 'A' ? a(publicAddress) : aaaa('0:0:0:0:0:0:0:1')), 'blocked'],
    [
      'points inside by a mapped AAAA',
      (type) => (type === 'A' ? a(publicAddress) : aaaa('0:0:0:0:0:ffff:7f00:2')),
      'blocked',
    ],
    ['points inside by NAT64', (type) => (type === 'A' ? [] : aaaa('64:ff9b:0:0:0:0:7f00:2')), 'blocked'],
    ['points inside by 6to4', (type) => (type === 'A' ? [] : aaaa('2002:7f00:2:0:0:0:0:1')), 'blocked'],
    [
      'points inside behind a CNAME',
      (type) =>
        type === 'A'
          ? [
              { type: 'CNAME', data: 'inside.example.net' },
              { type, name: 'inside.example.net', data: canaryAddress },
            ]
          : [],
      'blocked',
    ],
    ['points inside after NXDOMAIN for AAAA', (type) => (type === 'A' ? a(canaryAddress) : 'NXDOMAIN'), 'blocked'],
    [
      'has one bad address in 200',
      (type) => (type === 'A' ? a(...manyAddresses.slice(1), canaryAddress) : []),
      'blocked',
    ],
    ['points at everything', (type) => (type === 'A' ? a('0.0.0.0') : []), 'blocked'],
    ['points at cloud metadata', (type) => (type === 'A' ? a('169.254.169.254') : []), 'blocked'],
  ])('that %s is not connected to', async (_case, script, errorClass) => {
    const stage = await setStage((_name, type) => script(type))
    expect(await stage.send()).toMatchObject({ kind: 'failed', errorClass })
    expect(stage.canary.bytesReceived()).toBe(0)
    expect(stage.canary.connections() + stage.receiver.connections()).toBe(0)
  })

  it.each<[string, (type: QuestionType) => DnsReply]>([
    [
      'a CNAME',
      (type) =>
        type === 'A'
          ? [
              { type: 'CNAME', data: 'outside.example.net' },
              { type, name: 'outside.example.net', data: publicAddress },
            ]
          : [],
    ],
    ['200 good answers', (type) => (type === 'A' ? a(...manyAddresses) : [])],
    ['a failing AAAA', (type) => (type === 'A' ? a(publicAddress) : 'SERVFAIL')],
    ['no AAAA answer at all', (type) => (type === 'A' ? a(publicAddress) : 'silence')],
    ['a dead address before a live one', (type) => (type === 'A' ? a('127.0.50.9', publicAddress) : [])],
  ])('with %s is delivered to', async (_case, script) => {
    const stage = await setStage((_name, type) => script(type), { dnsTimeoutMs: 1_000 })
    expect(await stage.send()).toMatchObject({ kind: 'answered', status: 200 })
  })

  it('that DNS says nothing about fails as dns in the time for names', async () => {
    const stage = await setStage(() => 'silence', { dnsTimeoutMs: 50 })
    expect(await stage.send()).toMatchObject({ kind: 'failed', errorClass: 'dns' })
  })

  it('that DNS says nothing about fails as timeout when the whole time is up first', async () => {
    const stage = await setStage(() => 'silence', { totalTimeoutMs: 50 })
    expect(await stage.send()).toMatchObject({ kind: 'failed', errorClass: 'timeout' })
  })

  it('is asked for once per request, so a second answer cannot differ from the vetted one', async () => {
    let answers = 0
    const stage = await setStage((_name, type) => {
      if (type === 'AAAA') return []
      answers += 1
      return a(answers === 1 ? publicAddress : canaryAddress)
    })
    expect(await stage.send()).toMatchObject({ kind: 'answered', address: publicAddress })
    expect(await stage.send()).toMatchObject({ kind: 'failed', errorClass: 'blocked' })
    expect(stage.canary.connections()).toBe(0)
    expect(stage.hosts).toHaveLength(1)
  })

  it('that has moved is not reached over an old connection', async () => {
    let address = publicAddress
    const stage = await setStage((_name, type) => (type === 'A' ? a(address) : []))
    const moved = await startTlsReceiver((_request, response) => response.end('moved'), certificate, {
      address: movedAddress,
      port: stage.receiver.port,
    })
    cleanups.push(() => moved.close())
    expect(await stage.send()).toMatchObject({ bodyText: 'public', address: publicAddress })
    address = movedAddress
    expect(await stage.send()).toMatchObject({ bodyText: 'moved', address: movedAddress })
    expect(stage.hosts).toHaveLength(1)
  })

  it('shares no connection with another name at the same address', async () => {
    const stage = await setStage((_name, type) => (type === 'A' ? a(publicAddress) : []))
    await stage.send(name)
    await stage.send(otherName)
    expect(stage.receiver.connections()).toBe(2)
    expect(stage.hosts.map((host) => host.split(' ')[1])).toEqual([name, otherName])
  })

  it('must be the one in the certificate', async () => {
    const stage = await setStage((_name, type) => (type === 'A' ? a(publicAddress) : []))
    expect(await stage.send('wrong.example.com')).toMatchObject({ kind: 'failed', errorClass: 'tls' })
    expect(stage.hosts).toEqual([])
  })
})

describe('TLS', () => {
  it('is refused from an authority nobody trusts', async () => {
    const stage = await setStage((_name, type) => (type === 'A' ? a(publicAddress) : []), {
      certificateAuthorities: [makeCertificate(['unrelated.example']).cert],
    })
    expect(await stage.send()).toMatchObject({ kind: 'failed', errorClass: 'tls' })
  })

  it('of an address without a name proves that address', async () => {
    const stage = await setStage(() => 'NXDOMAIN')
    expect(await stage.send(publicAddress)).toMatchObject({ kind: 'failed', errorClass: 'tls' })
    expect(stage.receiver.connections()).toBe(1)
    expect(stage.hosts).toEqual([])
  })

  it('times out when the peer never greets back', async () => {
    const mute = await startRawReceiver(() => undefined)
    const policy = createOutboundPolicy({ allowCidrs: [], loopbackAllowed: true })
    const client = createOutboundClient({ policy, connectTimeoutMs: 100 })
    cleanups.push(
      () => client.close(),
      () => mute.close(),
    )
    const result = await client.send({ url: `https://127.0.0.1:${mute.port}/`, method: 'POST', headers: {} })
    expect(result).toMatchObject({ kind: 'failed', errorClass: 'timeout' })
  })
})

describe('localhost', () => {
  it.each([
    ['is reached while loopback is allowed', true, 'answered'],
    ['is not reached otherwise', false, 'failed'],
  ])('%s', async (_case, loopbackAllowed, kind) => {
    const receiver = await startReceiver((_request, response) => response.end())
    const client = createOutboundClient({ policy: createOutboundPolicy({ allowCidrs: [], loopbackAllowed }) })
    cleanups.push(
      () => client.close(),
      () => receiver.close(),
    )
    const result = await client.send({ url: `http://localhost:${receiver.port}/`, method: 'POST', headers: {} })
    expect(result.kind).toBe(kind)
  })
})
