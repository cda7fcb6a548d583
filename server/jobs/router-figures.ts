import { Counter, Histogram } from 'prom-client'
import type { Metrics } from '../platform/metrics.ts'

/** What the router tells Prometheus. */
export interface RouterFigures {
  /** Offers were committed, so long after the first event that led to them was heard; null: time alone did. */
  offered(offers: number, latencyMs: number | null): void
  failed(): void
}

/** Adds the router's figures to the registry; once a process. `activeShards` is read at every scrape. */
export function createRouterFigures(metrics: Metrics): RouterFigures {
  const registers = [metrics.registry]
  const offers = new Counter({ name: 'switchyard_router_offers_total', help: 'Offers the router made.', registers })
  const failures = new Counter({
    name: 'switchyard_router_failures_total',
    help: 'Times a router had to begin anew from the database.',
    registers,
  })
  const latency = new Histogram({
    name: 'switchyard_router_latency_seconds',
    help: 'Time from the first event heard to the commit of the offers it led to.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  })
  return {
    offered: (count, latencyMs) => {
      offers.inc(count)
      if (latencyMs !== null) latency.observe(latencyMs / 1000)
    },
    failed: () => failures.inc(),
  }
}

/** Counts nothing: for processes and tests without metrics. */
export const noRouterFigures: RouterFigures = { offered() {}, failed() {} }
