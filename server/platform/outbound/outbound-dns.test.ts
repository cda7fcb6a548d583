import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOutboundClient } from './outbound-client.ts'
import type { OutboundClient } from './outbound-client.ts'
import { createOutboundPolicy } from './outbound-policy.ts'
import { makeCertificate } from './testing/certificate.ts'
import type { DnsRecord, DnsReply, QuestionType, TestDnsServer } from './testing/dns-server.ts'
import { startDnsServer } from './testing/dns-server.ts'
import { startRawReceiver, startTlsReceiver } from './testing/receivers.ts'
import type { Receiver } from './testing/receivers.ts'

const outside = '127.0.50.1'
const inside = '127.0.0.2'
const insideIPv6 = '0:0:0:0:0:0:0:1'

type Script = (type: QuestionType, turn: number) => DnsReply
const a = (...data: string[]): DnsRecord[] => data.map((one) => ({ type: 'A', data: one, ttlSeconds: 0 }))
const aaaa = (...data: string[]): DnsRecord[] => data.map((one) => ({ type: 'AAAA', data: one, ttlSeconds: 0 }))
const onlyA =
  (...data: string[]): Script =>
  (type) =>
    type === 'A' ? a(...data) : []
const onlyAaaa =
  (...data: string[]): Script =>
  (type) =>
    type === 'A' ? [] : aaaa(...data)
/** A chain of names that ends at these addresses. */
const chain =
  (names: readonly string[], ...data: string[]): Script =>
  (type) => {
    if (type !== 'A') return []
    const links = names.map((name, index): DnsRecord => {
      const from = names[index - 1]
      return { type: 'CNAME', data: name, ...(from === undefined ? {} : { name: from }) }
    })
    const last = names.at(-1)
    return [
      ...links,
      ...data.map((one): DnsRecord => ({ type: 'A', data: one, ...(last === undefined ? {} : { name: last }) })),
    ]
  }

/** What a name says, by turns, and what becomes of four requests to it: `ok` reaches the outside, all else nobody. */
const cases: readonly [string, Script, readonly ('ok' | 'blocked' | 'dns')[]][] = [
  ['is outside', onlyA(outside), ['ok', 'ok', 'ok', 'ok']],
  [
    'moves inside after the first answer',
    (type, turn) => onlyA(turn < 1 ? outside : inside)(type, turn),
    ['ok', 'blocked', 'blocked', 'blocked'],
  ],
  [
    'moves inside and back',
    (type, turn) => onlyA(turn % 2 === 0 ? outside : inside)(type, turn),
    ['ok', 'blocked', 'ok', 'blocked'],
  ],
  [
    'is unknown first, then inside',
    (type, turn) => (turn < 1 ? 'NXDOMAIN' : onlyA(inside)(type, turn)),
    ['dns', 'blocked', 'blocked', 'blocked'],
  ],
  [
    'is outside first, then unknown',
    (type, turn) => (turn < 1 ? onlyA(outside)(type, turn) : 'NXDOMAIN'),
    ['ok', 'dns', 'dns', 'dns'],
  ],
  [
    'moves inside by AAAA',
    (type, turn) => (type === 'A' ? a(outside) : turn < 1 ? [] : aaaa(insideIPv6)),
    ['ok', 'blocked', 'blocked', 'blocked'],
  ],
  ['is inside', onlyA(inside), ['blocked']],
  ['is inside twice', onlyA(inside, '127.0.0.3'), ['blocked']],
  ['is outside and inside', onlyA(outside, inside), ['blocked']],
  ['is inside and outside', onlyA(inside, outside), ['blocked']],
  ['is outside by A, inside by AAAA', (type) => (type === 'A' ? a(outside) : aaaa(insideIPv6)), ['blocked']],
  [
    'is inside by A, outside of all by AAAA',
    (type) => (type === 'A' ? a(inside) : aaaa('4000:0:0:0:0:0:0:1')),
    ['blocked'],
  ],
  ['is inside by AAAA only', onlyAaaa(insideIPv6), ['blocked']],
  ['is mapped inside', onlyAaaa('0:0:0:0:0:ffff:7f00:2'), ['blocked']],
  ['is inside in the compatible form', onlyAaaa('0:0:0:0:0:0:7f00:2'), ['blocked']],
  ['is inside by NAT64', onlyAaaa('64:ff9b:0:0:0:0:7f00:2'), ['blocked']],
  ['is inside by local NAT64', onlyAaaa('64:ff9b:1:0:0:0:7f00:2'), ['blocked']],
  ['is inside by 6to4', onlyAaaa('2002:7f00:2:0:0:0:0:1'), ['blocked']],
  ['is inside by Teredo', onlyAaaa('2001:0:7f00:2:0:0:0:1'), ['blocked']],
  ['is a unique local address', onlyAaaa('fd00:ec2:0:0:0:0:0:254'), ['blocked']],
  ['is link-local', onlyAaaa('fe80:0:0:0:0:0:0:1'), ['blocked']],
  ['is site-local', onlyAaaa('fec0:0:0:0:0:0:0:1'), ['blocked']],
  ['is multicast', onlyAaaa('ff02:0:0:0:0:0:0:1'), ['blocked']],
  ['is multicast by A', onlyA('224.0.0.1'), ['blocked']],
  ['is broadcast', onlyA('255.255.255.255'), ['blocked']],
  ['is any address', onlyA('0.0.0.0'), ['blocked']],
  ['is the metadata of a cloud', onlyA('169.254.169.254'), ['blocked']],
  ['is the platform of a cloud', onlyA('168.63.129.16'), ['blocked']],
  ['is carrier-grade', onlyA('100.64.0.1'), ['blocked']],
  ['is an alias of something inside', chain(['inner.example.net'], inside), ['blocked']],
  ['is an alias over five names', chain(['a.test', 'b.test', 'c.test', 'd.test', 'e.test'], inside), ['blocked']],
  ['is an alias of something outside and inside', chain(['mixed.test'], outside, inside), ['blocked']],
  ['is an alias of something outside', chain(['outer.test'], outside), ['ok']],
  ['is an alias that ends nowhere', chain(['nowhere.test']), ['dns']],
  ['is an alias of localhost', chain(['localhost'], '127.0.0.1'), ['blocked']],
  ['is empty', () => [], ['dns']],
  ['is unknown', () => 'NXDOMAIN', ['dns']],
  ['cannot be told', () => 'SERVFAIL', ['dns']],
  ['fails by A and is inside by AAAA', (type) => (type === 'A' ? 'SERVFAIL' : aaaa(insideIPv6)), ['blocked']],
  ['is never answered', () => 'silence', ['dns']],
  ['is inside by A, never answered by AAAA', (type) => (type === 'A' ? a(inside) : 'silence'), ['blocked']],
  [
    'has one bad address among 200',
    onlyA(...Array.from({ length: 199 }, (_one, index) => `127.0.50.${index + 1}`), inside),
    ['blocked'],
  ],
]

describe('a name that', () => {
  let canaries: Receiver[] = []
  let receiver: Receiver
  let dns: TestDnsServer
  let client: OutboundClient
  const turns = new Map<string, number>()
  const nameOf = (index: number) => `case-${index}.example.com`

  beforeAll(async () => {
    const certificate = makeCertificate(cases.map((_case, index) => nameOf(index)))
    receiver = await startTlsReceiver((_request, response) => response.end('outside'), certificate, {
      address: outside,
    })
    const { port } = receiver
    canaries = await Promise.all(
      [inside, '127.0.0.1', '127.0.0.3', '::1'].map((address) => startRawReceiver(() => undefined, address, port)),
    )
    dns = await startDnsServer((name, type) => {
      const index = Number(/^case-(\d+)\./.exec(name)?.[1] ?? -1)
      const asked = `${type} ${name}`
      const turn = turns.get(asked) ?? 0
      turns.set(asked, turn + 1)
      return cases[index]?.[1](type, turn) ?? 'NXDOMAIN'
    })
    client = createOutboundClient({
      policy: createOutboundPolicy({ allowCidrs: ['127.0.50.0/24'], loopbackAllowed: false, portsAllowed: [port] }),
      resolver: dns.resolver,
      dnsTimeoutMs: 300,
      certificateAuthorities: [certificate.cert],
    })
  })

  afterAll(async () => {
    await client.close()
    await Promise.all([receiver, ...canaries].map((one) => one.close()))
    await dns.close()
  })

  const send = (index: number) =>
    client.send({ url: `https://${nameOf(index)}:${receiver.port}/`, method: 'POST', headers: {}, body: '{}' })

  it('there are thirty kinds of, at least', () => {
    expect(new Set(cases.map(([name]) => name)).size).toBe(cases.length)
    expect(cases.length).toBeGreaterThanOrEqual(30)
  })

  it.each(cases.map(([name, , outcomes], index) => [name, index, outcomes] as const))(
    '%s',
    async (_name, index, outcomes) => {
      const seen: string[] = []
      for (const _outcome of outcomes) {
        const result = await send(index)
        seen.push(result.kind === 'answered' ? 'ok' : result.errorClass)
      }
      expect(seen).toEqual(outcomes)
      expect(canaries.map((canary) => canary.connections() + canary.bytesReceived())).toEqual([0, 0, 0, 0])
    },
  )
})

describe('an answer that points elsewhere', () => {
  it.each([301, 302, 303, 307, 308, 300, 304])('by %s is an answer, and is not followed', async (status) => {
    const certificate = makeCertificate(['hooks.example.com'])
    const canary = await startRawReceiver(() => undefined, inside)
    const receiver = await startTlsReceiver(
      (_request, response) => {
        const location = `http://${inside}:${canary.port}/`
        response.writeHead(status, { location, refresh: `0;url=${location}`, link: `<${location}>; rel=preload` }).end()
      },
      certificate,
      { address: outside },
    )
    const dns = await startDnsServer((_name, type) => (type === 'A' ? a(outside) : []))
    const { port } = receiver
    const client = createOutboundClient({
      policy: createOutboundPolicy({ allowCidrs: ['127.0.50.0/24'], loopbackAllowed: false, portsAllowed: [port] }),
      resolver: dns.resolver,
      certificateAuthorities: [certificate.cert],
    })
    const url = `https://hooks.example.com:${port}/`
    expect(await client.send({ url, method: 'POST', headers: {}, body: '{}' })).toMatchObject({
      kind: 'answered',
      status,
    })
    expect([canary.connections(), canary.bytesReceived()]).toEqual([0, 0])
    await client.close()
    await Promise.all([receiver.close(), canary.close(), dns.close()])
  })
})
