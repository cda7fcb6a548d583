import ipaddr from 'ipaddr.js'
import { expect, it } from 'vitest'

import { createOutboundPolicy, judgeAddressText } from './outbound-policy.ts'

/*
 * A second reading of the registries (IANA special-purpose addresses, reliability.md 3.7 item 4), made so that it shares
 * nothing with the policy: addresses are strings of bits here, blocks their beginnings.
 */
const insideIPv4 =
  `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
  192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
  203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32`.split(/\s+/)
const insideIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']
/** Blocks outside global unicast, of which nothing may be reached; their edges are worth a look. */
const farIPv6 =
  '::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8'.split(' ')

const bitsOf = (text: string) =>
  ipaddr
    .parse(text)
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
const beginningOf = (block: string) => {
  const [address = '', length = ''] = block.split('/')
  return bitsOf(address).slice(0, Number(length))
}
const insideOf4 = insideIPv4.map(beginningOf)
const insideOf6 = insideIPv6.map(beginningOf)

function mayBeReached(bits: string): boolean {
  if (bits.length === 32) return !insideOf4.some((block) => bits.startsWith(block))
  const mapped = `${'0'.repeat(80)}${'1'.repeat(16)}`
  if (bits.startsWith(mapped)) return mayBeReached(bits.slice(96))
  return bits.startsWith('001') && !insideOf6.some((block) => bits.startsWith(block))
}

function textOf(bits: string): string {
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  return ipaddr.fromByteArray(bytes).toString()
}

/** mulberry32: the same addresses at every run. */
function randomBits(seed: number): (count: number) => string {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 31
  }
  return (count) => Array.from({ length: count }, next).join('')
}

/** The first and last address of a block, and their neighbours outside it. */
function edgesOf(block: string): string[] {
  const begin = beginningOf(block)
  const width = bitsOf(block.split('/')[0] ?? '').length
  const first = BigInt(`0b${begin.padEnd(width, '0')}`)
  const last = BigInt(`0b${begin.padEnd(width, '1')}`)
  return [first - 1n, first, last, last + 1n]
    .filter((value) => value >= 0n && value < 1n << BigInt(width))
    .map((value) => value.toString(2).padStart(width, '0'))
}

function addresses(count: number): string[] {
  const random = randomBits(20_261_121)
  const made = [...insideIPv4, ...insideIPv6, ...farIPv6, '2000::/3'].flatMap(edgesOf)
  const kinds = [
    () => random(32),
    () => (insideOf4[Number.parseInt(random(8), 2) % insideOf4.length] ?? '').padEnd(32, random(32)),
    () => random(128),
    () => `001${random(125)}`,
    () => {
      const block = insideOf6[Number.parseInt(random(8), 2) % insideOf6.length] ?? ''
      return block + random(128 - block.length)
    },
    () => {
      const block = beginningOf(farIPv6[Number.parseInt(random(8), 2) % farIPv6.length] ?? '')
      return block + random(128 - block.length)
    },
  ]
  for (let index = 0; made.length < count; index++) made.push(kinds[index % kinds.length]?.() ?? '')
  return made
}

it('judges 100,000 addresses as a second reading of the registries does, and reaches none that ipaddr.js calls special', () => {
  const strict = createOutboundPolicy({ allowCidrs: [], loopbackAllowed: false })
  const all = addresses(100_000)
  const disagreed: string[] = []
  let reached = 0
  for (const bits of all) {
    const text = textOf(bits)
    const isPublic = judgeAddressText(strict, text) === 'public'
    if (isPublic !== mayBeReached(bits)) disagreed.push(text)
    if (!isPublic) continue
    reached += 1
    if (ipaddr.process(text).range() !== 'unicast') disagreed.push(text)
  }
  expect(all).toHaveLength(100_000)
  expect(disagreed).toEqual([])
  // Neither all nor nothing: both sides of every edge have been looked at.
  expect(reached).toBeGreaterThan(20_000)
  expect(reached).toBeLessThan(60_000)
})
