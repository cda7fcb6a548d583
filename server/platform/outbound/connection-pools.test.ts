import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { createConnectionPools } from './connection-pools.ts'
import { parseIpAddress } from './ip-address.ts'

const idleTimeoutMs = 1_000
const url = new URL('https://hooks.example.com/')
const targetAt = (...texts: string[]) => ({
  host: 'hooks.example.com',
  port: 443,
  isSecure: true,
  addresses: texts.map(parseIpAddress).filter((address) => address !== null),
})

const openPools = () => createConnectionPools({ idleTimeoutMs, connectTimeoutMs: 1_000, maxHeaderBytes: 16_384 })

describe('connection pools', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it('are one per origin and address set, in whatever order DNS names the addresses', () => {
    const pools = openPools()
    const first = pools.lease(url, targetAt('8.8.8.8', '8.8.4.4'))
    expect(pools.lease(url, targetAt('8.8.4.4', '8.8.8.8')).pool).toBe(first.pool)
    expect(pools.lease(url, targetAt('8.8.8.8')).pool).not.toBe(first.pool)
    expect(pools.lease(new URL('https://other.example.com/'), targetAt('8.8.8.8', '8.8.4.4')).pool).not.toBe(first.pool)
  })

  it('close and are forgotten once nobody has used them for the idle time', () => {
    const pools = openPools()
    const first = pools.lease(url, targetAt('8.8.8.8'))
    const second = pools.lease(url, targetAt('8.8.8.8'))
    first.release()
    vi.advanceTimersByTime(idleTimeoutMs * 2)
    expect(first.pool.closed).toBe(false)
    second.release()
    vi.advanceTimersByTime(idleTimeoutMs - 1)
    pools.lease(url, targetAt('8.8.8.8')).release()
    vi.advanceTimersByTime(idleTimeoutMs - 1)
    expect(first.pool.closed).toBe(false)
    vi.advanceTimersByTime(1)
    expect(first.pool.closed).toBe(true)
    expect(pools.lease(url, targetAt('8.8.8.8')).pool).not.toBe(first.pool)
  })
})
