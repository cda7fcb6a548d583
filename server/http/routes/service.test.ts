import { afterEach, describe, expect, it } from 'vitest'
import { openSampleApp, type SampleApp } from '../testing/sample-app.ts'

let sample: SampleApp | null = null
afterEach(() => sample?.close())

describe('/livez', () => {
  it('answers without asking anything else', async () => {
    const checks = [{ name: 'database', check: () => Promise.reject(new Error('away')) }]
    sample = await openSampleApp({ readiness: { checks, isDraining: () => true } })
    const response = await sample.app.inject({ url: '/livez' })
    expect([response.statusCode, response.json()]).toEqual([200, { status: 'alive' }])
  })
})

describe('/readyz', () => {
  it('is 200 when every check is well', async () => {
    const checks = [{ name: 'database', check: () => Promise.resolve() }]
    sample = await openSampleApp({ readiness: { checks, isDraining: () => false } })
    const response = await sample.app.inject({ url: '/readyz' })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({ status: 'ready', checks: { database: 'ok', draining: 'ok', load: 'ok' } })
  })

  it('is 503 while the service stops, and says so', async () => {
    sample = await openSampleApp({ readiness: { checks: [], isDraining: () => true } })
    const response = await sample.app.inject({ url: '/readyz' })
    expect(response.statusCode).toBe(503)
    expect(response.json()).toMatchObject({ status: 'not_ready', checks: { draining: 'the service is stopping' } })
  })

  it('tells which check failed and nothing of why', async () => {
    const checks = [{ name: 'database', check: () => Promise.reject(new Error('password authentication failed')) }]
    sample = await openSampleApp({ readiness: { checks, isDraining: () => false } })
    const response = await sample.app.inject({ url: '/readyz' })
    expect(response.json().checks).toMatchObject({ database: 'failed' })
    expect(response.body).not.toContain('password')
  })

  it('gives a silent check up after half a second', async () => {
    const checks = [{ name: 'database', check: () => Promise.withResolvers<void>().promise }]
    sample = await openSampleApp({ readiness: { checks, isDraining: () => false } })
    const response = await sample.app.inject({ url: '/readyz' })
    expect(response.statusCode).toBe(503)
    expect(response.json().checks).toMatchObject({ database: 'no answer within 500 ms' })
  })

  it('asks the checks once for many probes', async () => {
    let asked = 0
    const check = () => {
      asked++
      return Promise.resolve()
    }
    sample = await openSampleApp({ readiness: { checks: [{ name: 'database', check }], isDraining: () => false } })
    const { app } = sample
    await Promise.all(Array.from({ length: 20 }, () => app.inject({ url: '/readyz' })))
    expect(asked).toBe(1)
  })
})

describe('/metrics', () => {
  it('is text for Prometheus', async () => {
    sample = await openSampleApp()
    await sample.app.inject({ url: '/livez' })
    const response = await sample.app.inject({ url: '/metrics' })
    expect(response.headers['content-type']).toContain('text/plain')
    expect(response.body).toContain('http_request_duration_seconds_count{operation="getLiveness",status="200"} 1')
  })
})
