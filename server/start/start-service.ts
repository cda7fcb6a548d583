import { outboundPolicy } from '../modules/deliveries/index.ts'
import { createEventFeed } from '../modules/events/index.ts'
import type { Settings } from '../platform/config.ts'
import { createLog, type Log } from '../platform/log.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createOutboundPolicy } from '../platform/outbound/index.ts'
import { openApi } from './api.ts'
import { openCore, type ServiceCore } from './open-core.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'
import { openWorkers } from './worker.ts'

/** A running service. */
export interface Service {
  readonly core: ServiceCore
  readonly database: OpenDatabase
  readonly log: Log
  /** Null when this process has no api role. */
  readonly address: string | null
  /** Drains and closes everything; asking twice waits for the same end. */
  stop(reason: string): Promise<void>
}

/** How long work under way may take to end. */
const drainLimitMs = 20_000

/** Starts the roles asked for. Throws with one sentence what stands in the way; nothing is left running then. */
export async function startService(settings: Settings, tell: (line: string) => void): Promise<Service> {
  const log = createLog({ level: settings.logLevel })
  const closing: (() => Promise<void>)[] = []
  const closeAll = async () => {
    for (const close of closing.toReversed()) await close()
  }
  try {
    return await open(settings, { log, tell, closing, closeAll })
  } catch (error) {
    await closeAll()
    throw error
  }
}

interface Opening {
  readonly log: Log
  readonly tell: (line: string) => void
  readonly closing: (() => Promise<void>)[]
  readonly closeAll: () => Promise<void>
}

async function open(settings: Settings, { log, tell, closing, closeAll }: Opening): Promise<Service> {
  const database = await openDatabase(settings, tell)
  closing.push(database.close)
  const core = await openCore(database, log)
  closing.push(core.close)
  allowOutbound(core, settings)
  const metrics = createMetrics()
  closing.push(async () => metrics.stop())
  metrics.watchPool('switchyard', core.pool)

  const { memory } = core.installation
  const feed = createEventFeed({ relay: core.relayPool, memory, log })
  await feed.start()
  closing.push(() => feed.stop())
  const drain = { isOn: false }
  if (settings.roles.includes('worker')) {
    const workers = openWorkers(core, log, metrics)
    closing.push(() => workers.stop(drainLimitMs))
  }
  let address: string | null = null
  if (settings.roles.includes('api')) {
    const api = await openApi({ core, settings, log, metrics, feed, isDraining: () => drain.isOn })
    closing.push(api.close)
    address = api.address
    log.info('server.listening', { address, roles: settings.roles.join(',') })
  }

  let stopping: Promise<void> | null = null
  const stop = async (reason: string) => {
    const startedAt = performance.now()
    log.info('server.stopping', { reason })
    drain.isOn = true
    if (settings.drainWaitMs > 0) await new Promise((resolve) => setTimeout(resolve, settings.drainWaitMs))
    await closeAll()
    log.info('server.stopped', { durationMs: Math.round(performance.now() - startedAt) })
  }
  return { core, database, log, address, stop: (reason) => (stopping ??= stop(reason)) }
}

/** Callbacks may go to the public internet, and to what the settings allow for local work. */
function allowOutbound(core: ServiceCore, settings: Settings): void {
  const isLocal = /^(127\.|::1$|localhost$)/.test(settings.host)
  const policy = createOutboundPolicy({ allowCidrs: [...settings.outboundAllow], loopbackAllowed: isLocal })
  core.installation.memory.keep(outboundPolicy, policy)
}
