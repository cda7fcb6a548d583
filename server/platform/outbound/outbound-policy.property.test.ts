import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'

import { createOutboundPolicy, judgeAddressText } from './outbound-policy.ts'

const strict = createOutboundPolicy({ allowCidrs: [], loopbackAllowed: false })

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const textOf = (address: Uint8Array): string => ipaddr.fromByteArray([...address]).toString()

/** Random addresses are rarely special, so half of them get a leading byte from a special block. */
const ipv4 = fc
  .tuple(bytes(4), fc.option(fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 255)))
  .map(([address, head]) => textOf(head === null ? address : address.with(0, head)))

const ipv6Outside = fc
  .tuple(bytes(16), fc.integer({ min: 0, max: 255 }))
  .filter(([, head]) => head >> 5 !== 1)
  .map(([address, head]) => textOf(address.with(0, head)))
  .filter((text) => !ipaddr.IPv6.parse(text).isIPv4MappedAddress())

describe('judgeAddress against ipaddr.js', () => {
  it('agrees on IPv4, but for the platform address that ipaddr.js does not know', () => {
    fc.assert(
      fc.property(ipv4, (text) => {
        const isUnicast = ipaddr.IPv4.parse(text).range() === 'unicast' && text !== '168.63.129.16'
        expect(judgeAddressText(strict, text)).toBe(isUnicast ? 'public' : 'blocked')
      }),
      { numRuns: 5_000 },
    )
  })

  it('calls no IPv6 address public that ipaddr.js calls special', () => {
    fc.assert(
      fc.property(bytes(16), (address) => {
        const text = textOf(address.with(0, 0x20 | ((address[0] ?? 0) & 0x1f)))
        if (ipaddr.IPv6.parse(text).range() !== 'unicast') expect(judgeAddressText(strict, text)).toBe('blocked')
      }),
      { numRuns: 2_000 },
    )
  })

  it('blocks everything outside global unicast', () => {
    fc.assert(
      fc.property(ipv6Outside, (text) => {
        expect(judgeAddressText(strict, text)).toBe('blocked')
      }),
      { numRuns: 5_000 },
    )
  })

  it('judges an address and its mapped form alike', () => {
    fc.assert(
      fc.property(ipv4, (text) => {
        expect(judgeAddressText(strict, `::ffff:${text}`)).toBe(judgeAddressText(strict, text))
      }),
    )
  })

  it.each(['::7f00:1', '::a9fe:a9fe', '4000::1', '100:0:0:1::1', '168.63.129.16'])(
    'blocks %s, which ipaddr.js calls unicast',
    (text) => {
      expect(ipaddr.parse(text).range()).toBe('unicast')
      expect(judgeAddressText(strict, text)).toBe('blocked')
    },
  )
})
