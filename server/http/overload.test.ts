import { afterEach, describe, expect, it } from 'vitest'
import { createAdmission } from './admission.ts'
import { defaultLimits } from './limits.ts'
import type { LoadClass } from './load.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { admin, openSampleApp, type SampleApp } from './testing/sample-app.ts'

let sample: SampleApp | null = null
afterEach(() => sample?.close())

function admissionAt(figures: { loopDelayMs?: number; inFlight?: number }) {
  const shed: string[] = []
  const admission = createAdmission(
    { ...defaultLimits, loopDelayMs: 250, inFlight: 10 },
    { loopDelayMs: () => figures.loopDelayMs ?? 0, requestShed: (load, reason) => shed.push(`${load} ${reason}`) },
  )
  for (let count = 0; count < (figures.inFlight ?? 0); count++) admission.enter()
  const admitted = (['service', 'accept', 'message', 'create', 'list', 'report'] as LoadClass[]).filter((load) => {
    try {
      admission.admit(load)
      return true
    } catch {
      return false
    }
  })
  return { admitted, shed, isShedding: admission.isShedding() }
}

describe('admission', () => {
  it('lets everything in while there is room', () => {
    expect(admissionAt({}).admitted).toHaveLength(6)
    expect(admissionAt({ loopDelayMs: 250 }).admitted).toHaveLength(6)
  })

  it('sheds by event-loop delay, the least important first', () => {
    expect(admissionAt({ loopDelayMs: 251 }).admitted).toEqual(['service', 'accept', 'message', 'create', 'list'])
    expect(admissionAt({ loopDelayMs: 501 }).admitted).toEqual(['service', 'accept', 'message', 'create'])
    expect(admissionAt({ loopDelayMs: 1001 }).admitted).toEqual(['service', 'accept', 'message'])
    expect(admissionAt({ loopDelayMs: 60_000 }).admitted).toEqual(['service'])
  })

  it('sheds by requests in flight, the least important first', () => {
    expect(admissionAt({ inFlight: 3 }).admitted).not.toContain('report')
    expect(admissionAt({ inFlight: 6 }).admitted).toEqual(['service', 'accept', 'message', 'create'])
    expect(admissionAt({ inFlight: 9 }).admitted).toEqual(['service', 'accept'])
    expect(admissionAt({ inFlight: 10 }).admitted).toEqual(['service'])
  })

  it('counts what it shed and why, and says when a balancer should look elsewhere', () => {
    expect(admissionAt({ loopDelayMs: 251 }).shed).toEqual(['report loop_delay'])
    expect(admissionAt({ inFlight: 8 }).isShedding).toBe(true)
    expect(admissionAt({ inFlight: 7 }).isShedding).toBe(false)
  })
})

describe('an overloaded server', () => {
  it('answers 503 with Retry-After before it authenticates or reads a body, and stays alive', async () => {
    sample = await openSampleApp({ limits: { inFlight: 0 } })
    const headers = { 'content-type': 'application/json' }
    const response = await sample.app.inject({ method: 'POST', url: '/v1/parcels', headers, payload: '{broken' })
    expect(response.statusCode).toBe(503)
    expect(response.headers).toMatchObject({ 'retry-after': '1', 'x-overloaded': 'true' })
    expect(response.json().code).toBe('overloaded')
    expect((await sample.app.inject({ url: '/livez' })).statusCode).toBe(200)
    expect((await sample.app.inject({ url: '/readyz' })).statusCode).toBe(503)
  })

  it('takes requests again when those in flight are over', async () => {
    sample = await openSampleApp({ limits: { inFlight: 2 } })
    for (let round = 0; round < 5; round++) {
      expect((await sample.app.inject({ url: '/v1/parcels', headers: admin })).statusCode).toBe(200)
    }
  })
})

describe('a token with a quota', () => {
  it('is told its quota with every answer, and 429 when it is used up', async () => {
    sample = await openSampleApp()
    const list = () => sample?.app.inject({ url: '/v1/parcels', headers: { authorization: 'Bearer sy_slow' } })
    const [first, second, third] = [await list(), await list(), await list()]
    expect([first?.statusCode, second?.statusCode, third?.statusCode]).toEqual([200, 200, 429])
    expect(first?.headers).toMatchObject({ 'ratelimit-policy': '"token";q=2;w=1', ratelimit: '"token";r=1;t=1' })
    expect(third?.headers).toMatchObject({ ratelimit: '"token";r=0;t=1', 'retry-after': '1' })
    expect(third?.json().code).toBe('rate_limited')
    const others = await sample.app.inject({ url: '/v1/parcels', headers: admin })
    expect(others.statusCode).toBe(200)
    expect(others.headers['ratelimit']).toBeUndefined()
  })
})

describe('an address', () => {
  it('has a quota of public requests and of refused tokens, and others have their own', async () => {
    sample = await openSampleApp({ limits: { publicPerSecond: 0.001, publicBurst: 2 } })
    const { app } = sample
    const guess = () => app.inject({ url: '/v1/parcels', headers: { authorization: 'Bearer sy_guess' } })
    const open = (address: string) =>
      app.inject({
        method: 'POST',
        url: '/v1/open-door',
        headers: { 'x-forwarded-for': address },
        payload: { name: 'x' },
      })
    expect([(await guess()).statusCode, (await guess()).statusCode, (await guess()).statusCode]).toEqual([
      401, 401, 429,
    ])
    expect((await app.inject({ url: '/v1/parcels', headers: admin })).statusCode).toBe(200)
    expect((await app.inject({ url: '/livez' })).statusCode).toBe(200)
    const statuses = [await open('198.51.100.7'), await open('198.51.100.7'), await open('198.51.100.7')]
    expect(statuses.map((response) => response.statusCode)).toEqual([200, 200, 429])
    expect((await open('198.51.100.8')).statusCode).toBe(200)
  })

  it('has a smaller one for what brings people work', async () => {
    sample = await openSampleApp({ limits: { workPerSecond: 0.001, workBurst: 1 } })
    const { app } = sample
    const ask = (method: 'GET' | 'POST', url: string, address: string) =>
      app.inject({
        method,
        url,
        headers: { 'x-forwarded-for': address },
        ...(method === 'POST' && { payload: { name: 'x' } }),
      })
    const open = (address: string) => ask('POST', '/v1/open-door', address)
    const [first, second] = [await open('198.51.100.7'), await open('198.51.100.7')]
    expect([first.statusCode, second.statusCode]).toEqual([200, 429])
    expect(second.headers).toMatchObject({ 'ratelimit-policy': expect.stringMatching(/^"work";q=1;/) })
    expect(Number(second.headers['retry-after'])).toBeGreaterThan(0)
    expect((await open('198.51.100.8')).statusCode).toBe(200)
    // Other public routes go on.
    expect((await ask('GET', '/v1/nowhere', '198.51.100.7')).statusCode).toBe(404)
    expect((await ask('POST', '/v1/sign-in-here', '198.51.100.7')).statusCode).not.toBe(429)
  })
})

describe('the rate limiter', () => {
  it('lets a burst pass, then one each step, and forgets what is past', () => {
    let nowMs = 0
    const limiter = createRateLimiter(() => nowMs)
    const rate = { perSecond: 10, burst: 3 }
    const take = () => limiter.take('a', rate).isAllowed
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false])
    expect(limiter.take('a', rate).retryAfterMs).toBeCloseTo(100)
    nowMs = 100
    expect([take(), take()]).toEqual([true, false])
    nowMs = 10_000
    expect(limiter.take('a', rate)).toMatchObject({ isAllowed: true, remaining: 2 })
  })
})
