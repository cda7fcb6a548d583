import { describe, expect, it } from 'vitest'
import { attemptsEach, attemptTone, deliveredShare, hostOf, pathOf, prettyText, toneOf } from './delivery-health.ts'

const healthOf = (deliveries: number, delivered: number, attempts = deliveries) => ({
  health: { waiting: 0, oldestWaitingAt: null, deliveries, delivered, dead: 0, attempts },
})
const active = { status: 'active', disabledReason: null } as const

describe('how an endpoint does', () => {
  it('is the share of the latest deliveries that arrived, and nothing before the first', () => {
    expect(deliveredShare(healthOf(200, 150))).toBe(0.75)
    expect(deliveredShare(healthOf(0, 0))).toBeNull()
    expect(attemptsEach(healthOf(200, 150, 333))).toBe(1.7)
    expect(attemptsEach(healthOf(0, 0))).toBeNull()
  })

  it('is told by its state first', () => {
    const well = healthOf(200, 200)
    expect(toneOf({ ...active, ...well })).toBe('met')
    expect(toneOf({ ...active, ...healthOf(0, 0) })).toBe('met')
    expect(toneOf({ ...active, ...healthOf(100, 95) })).toBe('near')
    expect(toneOf({ ...active, ...healthOf(100, 50) })).toBe('breach')
    expect(toneOf({ status: 'degraded', disabledReason: null, ...well })).toBe('breach')
    expect(toneOf({ status: 'disabled', disabledReason: 'manual', ...well })).toBe('paused')
    expect(toneOf({ status: 'disabled', disabledReason: 'gone', ...well })).toBe('breach')
  })

  it('counts only 2xx as an answer that ends it', () => {
    expect([204, 301, 500, null].map((status) => attemptTone({ status }))).toEqual([
      'met',
      'breach',
      'breach',
      'breach',
    ])
  })
})

describe('an address', () => {
  it('is told by host and path', () => {
    expect(hostOf('http://127.0.0.1:9098/hooks?a=1')).toBe('127.0.0.1:9098')
    expect(pathOf('http://127.0.0.1:9098/hooks?a=1')).toBe('/hooks?a=1')
    expect([hostOf('crm'), pathOf('crm')]).toEqual(['crm', ''])
  })
})

it('sets JSON out over lines and leaves other text alone', () => {
  expect(prettyText('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(prettyText('thanks')).toBe('thanks')
})
