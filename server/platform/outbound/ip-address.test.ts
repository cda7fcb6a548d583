import { describe, expect, it } from 'vitest'

import { isInRanges, parseAddressRange, parseIpAddress } from './ip-address.ts'

describe('parseIpAddress', () => {
  it.each([
    ['0.0.0.0', 4, 0n],
    ['255.255.255.255', 4, 0xffff_ffffn],
    ['::', 6, 0n],
    ['::1', 6, 1n],
    ['2001:db8::ff:1', 6, 0x2001_0db8_0000_0000_0000_0000_00ff_0001n],
    ['1:2:3:4:5:6:7:8', 6, 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    ['64:ff9b::10.0.0.1', 6, 0x0064_ff9b_0000_0000_0000_0000_0a00_0001n],
  ] as const)('reads %s', (text, family, value) => {
    expect(parseIpAddress(text)).toMatchObject({ family, value })
  })

  it.each(['::ffff:10.1.2.3', '::FFFF:a01:203', '0:0:0:0:0:ffff:0a01:0203'])('unwraps %s', (text) => {
    expect(parseIpAddress(text)).toEqual({ family: 4, value: 0x0a010203n, text: '10.1.2.3' })
  })

  it.each(['', '127.1', '0x7f.0.0.1', '0177.0.0.1', '2130706433', 'fe80::1%eth0', '[::1]', 'example.com', '1.2.3.4.5'])(
    'knows that "%s" is not an address',
    (text) => {
      expect(parseIpAddress(text)).toBeNull()
    },
  )
})

describe('parseAddressRange', () => {
  const contains = (range: string, address: string): boolean | null => {
    const read = parseAddressRange(range)
    const parsed = parseIpAddress(address)
    return read === null || parsed === null ? null : isInRanges(parsed, [read])
  }

  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['127.0.0.1/8', '127.9.9.9', true],
    ['0.0.0.0/0', '203.0.113.1', true],
    ['0.0.0.0/0', '::1', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['::ffff:10.0.0.0/104', '10.1.1.1', true],
    ['2001:db8::/32', '2001:db8:ffff::', true],
    ['2001:db8::/32', '2001:db9::', false],
    [' ::1 ', '::1', true],
  ])('%s contains %s: %s', (range, address, expected) => {
    expect(contains(range, address)).toBe(expected)
  })

  it.each(['', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/', '10/8', '::/129', 'a.b/8', '::ffff:0:0/80'])(
    'refuses "%s"',
    (text) => {
      expect(parseAddressRange(text)).toBeNull()
    },
  )
})
