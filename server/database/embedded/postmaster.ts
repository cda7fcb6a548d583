import { spawn, type ChildProcess } from 'node:child_process'
import { open, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

import { bufferMegabytes } from './buffer-size.ts'
import type { Cluster } from './cluster.ts'
import { giveToFolderOwner } from './instance-file.ts'
import { answers } from './loopback-port.ts'
import { postmasterProgram, readPostmasterFile, type PostmasterFile } from './postmaster-file.ts'
import { signal } from './process-identity.ts'
import { plainEnvironment } from './service-account.ts'
import { watchOver } from './watcher.ts'

/** A running PostgreSQL. `gone` resolves when its process has ended, for whatever reason. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly wasAdopted: boolean
  readonly gone: Promise<void>
}

/** How one attempt ended: `busy` and `port-taken` may pass by themselves. */
export type Launch =
  | { readonly kind: 'ready'; readonly postmaster: Postmaster }
  | { readonly kind: 'busy' | 'port-taken' | 'failed'; readonly complaint: string }

const pollMs = 5
const adoptedPollMs = 200
/** The watcher of a server killed just now may be about to stop what looks ready; it needs a few ms. */
const dyingWatcherMs = 100

/** Starts PostgreSQL on the port in a session of its own and waits until it accepts connections or has ended. */
export async function launchPostmaster(cluster: Cluster, port: number): Promise<Launch> {
  const log = await open(cluster.logFile, 'a', 0o600)
  await giveToFolderOwner(cluster.logFile)
  const logStart = (await log.stat()).size
  const child = spawn(cluster.binaries.postgres, argumentsFor(cluster, port), {
    ...cluster.runAs,
    ...plainEnvironment,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  let problem = ''
  const gone = new Promise<void>((resolve) => {
    child.on('exit', () => resolve())
    child.on('error', (error) => {
      problem = error.message
      resolve()
    })
  })
  if (child.pid !== undefined) watchUntilGone(child.pid, gone, cluster)
  await log.close()
  if (await isReady(child, cluster)) {
    child.unref()
    return { kind: 'ready', postmaster: { pid: child.pid ?? 0, port, wasAdopted: false, gone } }
  }
  await gone
  return explain(problem === '' ? await readFrom(cluster.logFile, logStart) : problem)
}

/**
 * Takes over a PostgreSQL that an earlier server left running on this cluster, or ends it where it does not answer, runs
 * other programs than ours, or needs more than 10 s to start or stop. Null when nothing runs afterwards.
 */
export async function adoptPostmaster(cluster: Cluster): Promise<Postmaster | null> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const found = await readPostmasterFile(cluster.folder)
    const program = found === null ? null : postmasterProgram(found.pid, cluster.folder)
    if (found === null || program === null) return null
    if (found.state === 'ready') {
      await pause(dyingWatcherMs)
      if ((await readPostmasterFile(cluster.folder))?.state !== 'ready') continue
      const isOurs = program === '' || program === cluster.binaries.postgres
      if (isOurs && (await answers(found.port))) return adopted(found, cluster)
      await stopPostmaster(adopted(found, cluster))
      return null
    }
    if (performance.now() > deadline) {
      signal(found.pid, 'SIGQUIT')
      await within(5_000, adopted(found, cluster).gone)
      return null
    }
    await pause(20)
  }
}

/** Ends PostgreSQL: at once for its clients, with a clean checkpoint; without one (recovered at the next start) after 10 s. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!signal(postmaster.pid, name)) return
    if (await within(name === 'SIGINT' ? 10_000 : 5_000, postmaster.gone)) return
  }
}

/** An adopted process is not our child, so its end must be looked for. */
function adopted({ pid, port }: PostmasterFile, cluster: Cluster): Postmaster {
  const gone = (async () => {
    while (postmasterProgram(pid, cluster.folder) !== null) await pause(adoptedPollMs, undefined, { ref: false })
  })()
  watchUntilGone(pid, gone, cluster)
  return { pid, port, wasAdopted: true, gone }
}

/** The watcher starts with the process it watches and ends with it: a later process may get the same pid. */
function watchUntilGone(pid: number, gone: Promise<void>, cluster: Cluster): void {
  const watcher = watchOver(pid, cluster.runAs)
  void gone.then(() => watcher.dismiss())
}

/** A stale file of a killed postmaster still says `ready`, hence the comparison of pids. */
async function isReady(child: ChildProcess, cluster: Cluster): Promise<boolean> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const file = await readPostmasterFile(cluster.folder)
    if (file?.pid === child.pid && file.state === 'ready') return true
    await pause(pollMs)
  }
  return false
}

function argumentsFor(cluster: Cluster, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    jit: 'off',
    shared_buffers: `${bufferMegabytes()}MB`,
    // A page is written whole after each checkpoint: seldom ones write less.
    checkpoint_timeout: '15min',
    max_wal_size: '2GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...cluster.settings,
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', cluster.folder, '-p', String(port), ...options]
}

function explain(complaint: string): Launch {
  if (/could not bind|address already in use/i.test(complaint)) return { kind: 'port-taken', complaint }
  if (/lock file ".*" already exists|pre-existing shared memory/.test(complaint)) return { kind: 'busy', complaint }
  return { kind: 'failed', complaint }
}

async function readFrom(path: string, start: number): Promise<string> {
  const length = (await stat(path)).size - start
  const file = await open(path, 'r')
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, start)
  await file.close()
  return buffer.toString('utf8').trim()
}

async function within(ms: number, happening: Promise<void>): Promise<boolean> {
  const tooLate = new AbortController()
  const late = pause(ms, false, { signal: tooLate.signal }).catch(() => false)
  const happened = await Promise.race([happening.then(() => true), late])
  tooLate.abort()
  return happened
}
