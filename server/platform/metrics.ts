import { monitorEventLoopDelay } from 'node:perf_hooks'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What a pool of connections tells of itself; `pg.Pool` does. */
export interface ObservedPool {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
}

/** The process's figures for Prometheus, and the one figure that load shedding reads. */
export interface Metrics {
  /** Others add their own figures here: `new Counter({ ..., registers: [metrics.registry] })`. */
  readonly registry: Registry
  /** Event-loop delay: the 99th percentile of the last three seconds, in milliseconds. */
  loopDelayMs(): number
  /** Forgets the delays so far: those of the start say nothing about the load that comes. */
  forgetLoopDelays(): void
  requestDone(operationId: string, status: number, durationMs: number): void
  requestShed(load: string, reason: 'in_flight' | 'loop_delay'): void
  /** Shows `read()` at every scrape. */
  watch(name: string, help: string, read: () => number): void
  watchPool(name: string, pool: ObservedPool): void
  /** Ends the timers. */
  stop(): void
}

const loopResolutionMs = 10

/** Makes the registry with the process's own figures; call `stop` when the process ends. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = createRequestFigures(registry)
  const pools = createPoolFigures(registry)
  const loop = watchLoopDelay()
  const watch = (name: string, help: string, read: () => number) => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }
  watch(
    'switchyard_event_loop_delay_p99_seconds',
    'Event-loop delay, p99 of the last three seconds.',
    () => loop.p99Ms() / 1000,
  )
  return {
    registry,
    loopDelayMs: loop.p99Ms,
    forgetLoopDelays: loop.forget,
    ...requests,
    watch,
    watchPool: (name, pool) => void pools.set(name, pool),
    stop: loop.stop,
  }
}

function createRequestFigures(registry: Registry): Pick<Metrics, 'requestDone' | 'requestShed'> {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request’s headers to the end of its answer.',
    labelNames: ['operation', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  const shed = new Counter({
    name: 'http_requests_shed_total',
    help: 'Requests refused because the process had too much to do.',
    labelNames: ['load', 'reason'] as const,
    registers: [registry],
  })
  // Looking a labelled child up costs more than observing it, so children are kept.
  const children = new Map<string, Histogram.Internal<'operation' | 'status'>>()
  return {
    requestDone(operation, status, durationMs) {
      const name = `${operation} ${status}`
      let child = children.get(name)
      if (child === undefined) {
        child = durations.labels(operation, String(status))
        children.set(name, child)
      }
      child.observe(durationMs / 1000)
    },
    requestShed: (load, reason) => shed.inc({ load, reason }),
  }
}

function createPoolFigures(registry: Registry): Map<string, ObservedPool> {
  const pools = new Map<string, ObservedPool>()
  new Gauge({
    name: 'database_pool_connections',
    help: 'Connections of a pool by state; `waiting` counts callers that wait for one.',
    labelNames: ['pool', 'state'] as const,
    registers: [registry],
    collect() {
      for (const [pool, figures] of pools) {
        this.set({ pool, state: 'busy' }, figures.totalCount - figures.idleCount)
        this.set({ pool, state: 'idle' }, figures.idleCount)
        this.set({ pool, state: 'waiting' }, figures.waitingCount)
      }
    },
  })
  return pools
}

/**
 * Three histograms take turns, so that every second tells of the last three: one hiccup among some hundred ticks is
 * below the 99th percentile, a loop that stays slow is not.
 */
function watchLoopDelay(): { p99Ms: () => number; forget: () => void; stop: () => void } {
  const histograms = Array.from({ length: 3 }, () => monitorEventLoopDelay({ resolution: loopResolutionMs }))
  for (const histogram of histograms) histogram.enable()
  let turn = 0
  let p99Ms = 0
  const timer = setInterval(() => {
    const histogram = histograms[turn++ % histograms.length]
    if (histogram === undefined) return
    // A histogram measures from tick to tick, so an idle loop shows the resolution itself.
    p99Ms = histogram.count === 0 ? 0 : Math.max(0, histogram.percentile(99) / 1e6 - loopResolutionMs)
    histogram.reset()
  }, 1000)
  timer.unref()
  return {
    p99Ms: () => p99Ms,
    forget() {
      p99Ms = 0
      for (const histogram of histograms) histogram.reset()
    },
    stop() {
      clearInterval(timer)
      for (const histogram of histograms) histogram.disable()
    },
  }
}
