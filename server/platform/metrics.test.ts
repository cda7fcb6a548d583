import { Counter } from 'prom-client'
import { afterAll, describe, expect, it } from 'vitest'
import { createMetrics } from './metrics.ts'

const metrics = createMetrics()
afterAll(() => metrics.stop())

describe('metrics', () => {
  it('tell request durations by operation and status', async () => {
    metrics.requestDone('listTickets', 200, 4)
    metrics.requestDone('listTickets', 200, 600)
    const text = await metrics.registry.metrics()
    expect(text).toContain('http_request_duration_seconds_count{operation="listTickets",status="200"} 2')
    expect(text).toContain('http_request_duration_seconds_bucket{le="0.005",operation="listTickets",status="200"} 1')
  })

  it('read what is watched at every scrape', async () => {
    let waiting = 1
    metrics.watchPool('api', {
      totalCount: 5,
      idleCount: 2,
      get waitingCount() {
        return waiting
      },
    })
    metrics.watch('sockets_open', 'Open sockets.', () => waiting * 10)
    expect(await metrics.registry.metrics()).toContain('database_pool_connections{pool="api",state="waiting"} 1')
    waiting = 7
    const text = await metrics.registry.metrics()
    expect(text).toContain('database_pool_connections{pool="api",state="waiting"} 7')
    expect(text).toContain('database_pool_connections{pool="api",state="busy"} 3')
    expect(text).toContain('sockets_open 70')
  })

  it('let other parts register their own figures', async () => {
    const counter = new Counter({ name: 'offers_made_total', help: 'Offers.', registers: [metrics.registry] })
    counter.inc(3)
    expect(await metrics.registry.metrics()).toContain('offers_made_total 3')
  })

  it('tell the event-loop delay and the process’s own figures', async () => {
    const text = await metrics.registry.metrics()
    expect(text).toContain('switchyard_event_loop_delay_p99_seconds')
    expect(text).toContain('process_cpu_seconds_total')
    expect(metrics.loopDelayMs()).toBeGreaterThanOrEqual(0)
  })

  it('count what was shed', async () => {
    metrics.requestShed('report', 'loop_delay')
    expect(await metrics.registry.metrics()).toContain('http_requests_shed_total{load="report",reason="loop_delay"} 1')
  })
})
