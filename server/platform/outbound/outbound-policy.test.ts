import { describe, expect, it } from 'vitest'

import { createOutboundPolicy, judgeAddressText } from './outbound-policy.ts'

const strict = createOutboundPolicy({ allowCidrs: [], loopbackAllowed: false })

/** First, last, and the neighbours outside where these are not special themselves. */
const specialIPv4 = [
  ['0.0.0.0', '0.255.255.255', null, '1.0.0.0'],
  ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['192.31.196.0', '192.31.196.255', '192.31.195.255', '192.31.197.0'],
  ['192.52.193.0', '192.52.193.255', '192.52.192.255', '192.52.194.0'],
  ['192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
  ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['192.175.48.0', '192.175.48.255', '192.175.47.255', '192.175.49.0'],
  ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['224.0.0.0', '239.255.255.255', '223.255.255.255', null],
  ['240.0.0.0', '255.255.255.255', null, null],
  ['168.63.129.16', '168.63.129.16', '168.63.129.15', '168.63.129.17'],
] as const

const specialIPv6 = [
  ['2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2000:ffff::', '2001:200::'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff::', '2001:db9::'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:ffff::', '2003::'],
  ['2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff', '2620:4f:7fff::', '2620:4f:8001::'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3ffe:ffff::', '3fff:1000::'],
  ['::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, '2000::'],
  ['4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:ffff:ffff::', null],
] as const

describe('judgeAddress', () => {
  it.each([...specialIPv4, ...specialIPv6])('blocks %s to %s and nothing beside it', (first, last, before, after) => {
    expect([first, last].map((text) => judgeAddressText(strict, text))).toEqual(['blocked', 'blocked'])
    const neighbours = [before, after].filter((text) => text !== null)
    expect(neighbours.map((text) => judgeAddressText(strict, text))).toEqual(neighbours.map(() => 'public'))
  })

  it.each([
    ['v4-mapped', '::ffff:127.0.0.1'],
    ['v4-compatible', '::127.0.0.1'],
    ['v4-translated', '::ffff:0:127.0.0.1'],
    ['NAT64', '64:ff9b::10.0.0.1'],
    ['local NAT64', '64:ff9b:1::10.0.0.1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:a00:1::'],
    ['unique local', 'fd00::1'],
    ['link local', 'fe80::1'],
    ['site local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['discard', '100::1'],
    ['cloud metadata', 'fd00:ec2::254'],
    ['segment routing', '5f00::1'],
    ['not an address', 'example.com'],
  ])('blocks the %s form %s', (_form, text) => {
    expect(judgeAddressText(strict, text)).toBe('blocked')
  })

  it('judges a mapped public address as the address it names', () => {
    expect(judgeAddressText(strict, '::ffff:8.8.8.8')).toBe('public')
  })

  it('trusts loopback in all its forms only when told so', () => {
    const policy = createOutboundPolicy({ allowCidrs: [], loopbackAllowed: true })
    const texts = ['127.0.0.1', '127.200.0.9', '::1', '::ffff:127.0.0.1', '::127.0.0.1', '::2', '10.0.0.1']
    expect(texts.map((text) => judgeAddressText(policy, text))).toEqual([
      'trusted',
      'trusted',
      'trusted',
      'trusted',
      'blocked',
      'blocked',
      'blocked',
    ])
  })

  it('lets the operator deny over allow, and allow over own addresses', () => {
    const policy = createOutboundPolicy({
      allowCidrs: ['10.0.0.0/8', 'fd00::/8'],
      loopbackAllowed: false,
      denyCidrs: ['10.1.0.0/16', '8.8.8.0/24'],
      ownAddresses: ['10.2.0.1', '93.184.215.14', '2606:4700::1'],
    })
    const texts = ['10.0.0.1', '10.1.0.1', '10.2.0.1', 'fd00::1', '8.8.8.8', '8.8.4.4', '93.184.215.14', '2606:4700::1']
    expect(texts.map((text) => judgeAddressText(policy, text))).toEqual([
      'trusted',
      'blocked',
      'trusted',
      'trusted',
      'blocked',
      'public',
      'blocked',
      'blocked',
    ])
  })

  it('refuses settings that are no ranges, naming them', () => {
    expect(() => createOutboundPolicy({ allowCidrs: ['10.0.0.0/99'], loopbackAllowed: false })).toThrow('"10.0.0.0/99"')
  })
})
