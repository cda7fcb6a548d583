import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { checkUrl } from './check-url.ts'
import { createOutboundClient } from './outbound-client.ts'
import type { OutboundClient } from './outbound-client.ts'
import { createOutboundPolicy } from './outbound-policy.ts'
import type { OutboundPolicy } from './outbound-policy.ts'
import { startDnsServer } from './testing/dns-server.ts'
import type { TestDnsServer } from './testing/dns-server.ts'
import { startRawReceiver } from './testing/receivers.ts'
import type { Receiver } from './testing/receivers.ts'

/** Addresses inside; the first three have a listener on them. */
const insideAddresses = [
  '127.0.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.1.1',
  '198.18.0.1',
  '168.63.129.16',
  '224.0.0.1',
  '255.255.255.255',
]

const insideIPv6 = [
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[ff02::1]',
  '[100::1]',
  '[4000::1]',
  '[2001:db8::1]',
  '[2001::1]',
  '[2001:10::1]',
  '[3fff::1]',
]

const names = [
  // Zone ids, forms of the future, circled and other digits, half an escape, nothing at all.
  '[::1%25lo]',
  '[fe80::1%eth0]',
  '[::ffff:127.0.0.1%25lo]',
  '[v1.fe80::a]',
  '①②⑦.⓪.⓪.①',
  '１２７。０。０。１',
  '𝟙𝟚𝟟.𝟘.𝟘.𝟙',
  '127.0.0.1%00.example.com',
  '127.0.0.1%2f.example.com',
  '0',
  '0x0',
  '00000000177.1',
  '127.0.0.1..',
  '4294967297',
  '127.0.0.256',
  '',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'ｌｏｃａｌｈｏｓｔ',
  'loc%61lhost',
  'a.localhost',
  'printer.local',
  'metadata.google.internal',
  'metadata.google.internal.',
  'kubernetes.default.svc.cluster.local',
  'nas.home.arpa',
  'x.onion',
  'router',
  'inside.rebind.example',
  '127.0.0.2.rebind.example',
  'localhost.rebind.example',
]

/** Every way we know to write an IPv4 address as the host of a URL. */
function formsOf(address: string): string[] {
  const octets = address.split('.').map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = octets
  const number = ((a * 256 + b) * 256 + c) * 256 + d
  const hex = octets.map((octet) => octet.toString(16).padStart(2, '0'))
  const high = `${hex[0]}${hex[1]}`
  const low = `${hex[2]}${hex[3]}`
  return [
    address,
    `${address}.`,
    String(number),
    `0x${number.toString(16)}`,
    `0${number.toString(8)}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    octets.map((octet) => `0x${octet.toString(16)}`).join('.'),
    octets.map((octet) => `0${octet.toString(8)}`).join('.'),
    octets.map((octet) => `0000${octet.toString(8)}`).join('.'),
    `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}`,
    Array.from(address, (letter) => (letter === '.' ? '。' : String.fromCodePoint(letter.charCodeAt(0) + 0xfee0))).join(
      '',
    ),
    address.replaceAll('.', '%2e'),
    Array.from(address, (letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''),
    `[::ffff:${address}]`,
    `[::ffff:${high}:${low}]`,
    `[0:0:0:0:0:ffff:${address}]`,
    `[::${address}]`,
    `[::ffff:0:${address}]`,
    `[64:ff9b::${address}]`,
    `[64:ff9b:1::${address}]`,
    `[2002:${high}:${low}::1]`,
    `[2001:0:${high}:${low}::1]`,
  ]
}

function corpus(port: number): string[] {
  const hosts = [...insideAddresses.flatMap(formsOf), ...insideIPv6, ...names]
  return [
    ...hosts.map((host) => `https://${host}:${port}/`),
    ...['127.0.0.1', '127.0.0.2', '[::1]', 'localhost'].flatMap((host) => [
      `http://${host}:${port}/`,
      `https://user:word@${host}:${port}/`,
      `https://example.com@${host}:${port}/`,
      `https://example.com%40${host}:${port}/`,
      `https:\\\\${host}:${port}\\`,
      `https:${host}:${port}/`,
      `https:////${host}:${port}/`,
      `\thttps://${host}:${port}/\n`,
      `ht\ntps://${host}:${port}/`,
      `https://${host}:${port}/#@example.com`,
      `https://${host}:${port}\\@example.com/`,
      `ws://${host}:${port}/`,
      `gopher://${host}:${port}/_GET`,
      `file://${host}:${port}/etc/passwd`,
      `unix:${host}`,
    ]),
  ]
}

describe('requests that aim inside', () => {
  const canaries: Receiver[] = []
  let dns: TestDnsServer
  let policy: OutboundPolicy
  let client: OutboundClient
  let port: number

  beforeAll(async () => {
    canaries.push(await startRawReceiver(() => undefined, '127.0.0.2'))
    port = canaries[0]?.port ?? 0
    for (const address of ['127.0.0.1', '127.255.255.254', '::1']) {
      canaries.push(await startRawReceiver(() => undefined, address, port))
    }
    dns = await startDnsServer((_name, type) => (type === 'A' ? [{ type, data: '127.0.0.2', ttlSeconds: 0 }] : []))
    policy = createOutboundPolicy({ allowCidrs: ['127.0.50.0/24'], loopbackAllowed: false, portsAllowed: [port] })
    client = createOutboundClient({ policy, resolver: dns.resolver })
  })

  afterAll(async () => {
    await client.close()
    await Promise.all(canaries.map((canary) => canary.close()))
    await dns.close()
  })

  const canaryTraffic = (): number[] => canaries.map((canary) => canary.connections() + canary.bytesReceived())
  const send = (url: string) => client.send({ url, method: 'POST', headers: {}, body: '{}' })

  it('are refused however the URL is written', async () => {
    const urls = corpus(port)
    expect(new Set(urls).size).toBeGreaterThanOrEqual(400)
    const results = await Promise.all(urls.map(async (url) => ({ url, result: await send(url) })))
    const passed = results.filter(({ result }) => result.kind !== 'failed' || result.errorClass !== 'blocked')
    expect(passed).toEqual([])
    expect(canaryTraffic()).toEqual([0, 0, 0, 0])
  })

  it('are refused before DNS is asked, except for names only DNS can tell', () => {
    const accepted = corpus(port).filter((url) => checkUrl(policy, url).ok)
    expect(accepted).toEqual(names.slice(-3).map((name) => `https://${name}:${port}/`))
  })

  it('are refused for 5,000 random inside addresses in random forms', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    const inside = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127, 224, 239, 240, 255), octet, octet, octet),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(198), fc.constantFrom(18, 19), octet, octet),
    )
    fc.assert(
      fc.property(inside, fc.nat({ max: 22 }), (octets, form) => {
        const url = `https://${formsOf(octets.join('.'))[form]}:${port}/`
        fc.pre(!url.includes('127.0.50.'))
        expect(checkUrl(policy, url)).toMatchObject({ ok: false, reason: 'blocked_address' })
      }),
      { numRuns: 5_000 },
    )
  })
})
