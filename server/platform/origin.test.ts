import { describe, expect, it } from 'vitest'
import { networkOf, originOf } from './origin.ts'

describe('the network of an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:12:34:56:78:9a:bc', '2001:db8:12::/48'],
    ['2001:0DB8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  it('is not there without an address', () => {
    expect(networkOf('unix')).toBeNull()
  })
})

describe('an origin', () => {
  it('holds neither the address nor the name of the program', () => {
    const origin = originOf({ id: 'r1', address: '203.0.113.77', userAgent: 'curl/8 (ada@example.com)' })
    expect(origin).toEqual({
      requestId: 'r1',
      network: '203.0.113.0/24',
      client: expect.stringMatching(/^[0-9a-f]{12}$/),
    })
    expect(JSON.stringify(origin)).not.toMatch(/113\.77|ada|curl/)
  })
})
