import { pickFreePort } from '../database/embedded/loopback-port.ts'
import { outboundPolicy } from '../modules/deliveries/index.ts'
import { fileBytes, fileLimits, openBytesFolder } from '../modules/files/index.ts'
import { mailSettings } from '../modules/mail/index.ts'
import { publicUrlOf } from '../platform/public-url.ts'
import { createEventFeed } from '../modules/events/index.ts'
import type { Settings } from '../platform/config.ts'
import { createLog, type Log } from '../platform/log.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createOutboundPolicy } from '../platform/outbound/index.ts'
import { drainLimitMs } from './drain-limit.ts'
import { requireFilesFolder } from './files-folder.ts'
import { openCore, type ServiceCore } from './open-core.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'
import { requireFreePort } from './require-free-port.ts'
import { announceServer } from './server-file.ts'

/** A running service. */
export interface Service {
  readonly core: ServiceCore
  readonly database: OpenDatabase
  readonly log: Log
  /** As they came out: with the port really taken. */
  readonly settings: Settings
  /** Null when this process has no api role. */
  readonly address: string | null
  /** Drains and closes everything; asking twice waits for the same end. */
  stop(reason: string): Promise<void>
}

/** Starts the roles asked for. Throws with one sentence what stands in the way; nothing is left running then. */
export async function startService(
  asked: Settings,
  tell: (line: string) => void,
  log: Log = createLog({ level: asked.logLevel }),
): Promise<Service> {
  const closing: (() => Promise<void>)[] = []
  const closeAll = async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  }
  try {
    const settings = await withRealPort(asked)
    if (settings.roles.includes('api')) await requireFreePort(settings)
    return await open({ settings, log, tell, closing, closeAll })
  } catch (error) {
    await closeAll()
    throw error
  }
}

interface Opening {
  readonly settings: Settings
  readonly log: Log
  readonly tell: (line: string) => void
  readonly closing: (() => Promise<void>)[]
  readonly closeAll: () => Promise<void>
}

async function open({ settings, log, tell, closing, closeAll }: Opening): Promise<Service> {
  const opening = openDatabase(settings, tell)
  // Loaded while PostgreSQL starts in its own process; a failure shows where a part is asked for.
  const parts = loadParts()
  const database = await opening
  closing.push(database.close)
  const core = await openCore(database, log)
  closing.push(core.close)
  allowOutbound(core, settings)
  await openFiles(core, settings, database.dataFolder)
  const { publicUrl, smtpServer } = settings
  core.installation.memory.keep(publicUrlOf, publicUrl)
  core.installation.memory.keep(mailSettings, { publicUrl, hasServer: smtpServer !== null })
  const metrics = createMetrics()
  closing.push(async () => metrics.stop())
  metrics.watchPool('switchyard', core.pool)

  const feed = createEventFeed({ relay: core.relayPool, memory: core.installation.memory, log })
  await feed.start()
  closing.push(() => feed.stop())
  const drain = { isOn: false }
  let address: string | null = null
  // What the roles began ends together: a slow receiver of callbacks keeps no port open.
  const running: (() => Promise<void>)[] = []
  closing.push(async () => void (await Promise.all(running.splice(0).map((end) => end()))))
  if (settings.roles.includes('api')) {
    const { openApi } = await parts.api
    const api = await openApi({ core, settings, log, metrics, feed, isDraining: () => drain.isOn })
    running.push(api.close)
    address = api.address
    running.push(await announceServer(database.dataFolder, { address, publicUrl: settings.publicUrl }))
    log.info('server.listening', { address, roles: settings.roles.join(',') })
  }
  if (settings.roles.includes('router')) {
    const { openRouter } = await parts.router
    const router = openRouter({ core, feed, log, metrics })
    running.push(() => router.stop(drainLimitMs))
  }
  if (settings.roles.includes('worker')) {
    const { openWorkers } = await parts.worker
    const workers = openWorkers({ core, settings, feed, log, metrics })
    running.push(() => workers.stop(drainLimitMs))
  }
  metrics.forgetLoopDelays()

  let stopping: Promise<void> | null = null
  const stop = async (reason: string) => {
    const startedAt = performance.now()
    log.info('server.stopping', { reason })
    drain.isOn = true
    if (settings.drainWaitMs > 0) await new Promise((resolve) => setTimeout(resolve, settings.drainWaitMs))
    await closeAll()
    log.info('server.stopped', { durationMs: Math.round(performance.now() - startedAt) })
  }
  return { core, database, log, settings, address, stop: (reason) => (stopping ??= stop(reason)) }
}

function loadParts() {
  const parts = { api: import('./api.ts'), router: import('./router.ts'), worker: import('./worker.ts') }
  for (const part of Object.values(parts)) part.catch(() => {})
  return parts
}

/** Port 0 is made a free one before anything is told of it: the service's own address is part of its settings. */
async function withRealPort(settings: Settings): Promise<Settings> {
  if (settings.port !== 0 || !settings.roles.includes('api')) return settings
  const port = await pickFreePort()
  return { ...settings, port, publicUrl: settings.publicUrl.replace(/:0$/, `:${port}`) }
}

/** Files are kept beside the database unless the settings name a folder, which all nodes must then share. */
async function openFiles(core: ServiceCore, settings: Settings, dataFolder: string): Promise<void> {
  const { memory } = core.installation
  memory.keep(fileBytes, openBytesFolder(await requireFilesFolder(settings, dataFolder)))
  memory.keep(fileLimits, {
    fileBytes: settings.fileLimitBytes,
    ticketBytes: settings.ticketFilesLimitBytes,
    workspaceBytes: settings.workspaceFilesLimitBytes,
  })
}

/** Callbacks may go to the public internet, and to what the settings allow for local work. */
function allowOutbound(core: ServiceCore, settings: Settings): void {
  const policy = createOutboundPolicy({
    allowCidrs: [...settings.outboundAllow],
    loopbackAllowed: isLoopback(settings),
  })
  core.installation.memory.keep(outboundPolicy, policy)
}

/** True while nobody but this machine reaches the service. */
export function isLoopback({ host }: Pick<Settings, 'host'>): boolean {
  return /^(127\.|::1$|localhost$)/.test(host)
}
