import { setTimeout as pause } from 'node:timers/promises'

import { AppError } from '../../platform/errors.ts'
import type { Cluster } from './cluster.ts'
import { launchPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts'

const retryMs = 200
const patienceMs = 10_000

export interface Supervision {
  readonly onRestart: (callback: () => void) => void
  readonly stop: () => Promise<void>
}

/**
 * Starts PostgreSQL, for 10 s again where a dying predecessor still holds lock file or shared memory. A taken port is
 * answered by `otherPort`, or waited for where clients already know it (null).
 */
export async function startPostmaster(
  cluster: Cluster,
  port: number,
  otherPort: (() => Promise<number>) | null,
): Promise<Postmaster> {
  const deadline = performance.now() + patienceMs
  let tried = port
  for (;;) {
    const launch = await launchPostmaster(cluster, tried)
    if (launch.kind === 'ready') return launch.postmaster
    if (launch.kind === 'failed' || performance.now() > deadline)
      throw new AppError(
        'unavailable',
        `PostgreSQL did not start (its log is ${cluster.logFile}): ${launch.complaint.slice(-2_000)}`,
      )
    if (launch.kind === 'port-taken' && otherPort !== null) tried = await otherPort()
    else await pause(retryMs)
  }
}

/**
 * Starts a PostgreSQL that ended alone again and then calls back those who asked; connections open before are lost.
 * `stop` ends it for good.
 */
export function keepRunning(cluster: Cluster, first: Postmaster, log: (line: string) => void): Supervision {
  const callbacks: (() => void)[] = []
  let postmaster = first
  let isStopping = false

  const startAgain = async (): Promise<void> => {
    while (!isStopping) {
      try {
        postmaster = await startPostmaster(cluster, postmaster.port, null)
        return
      } catch (error) {
        log(error instanceof Error ? error.message : String(error))
        await pause(retryMs * 5, undefined, { ref: false })
      }
    }
  }
  const supervising = (async () => {
    for (;;) {
      await postmaster.gone
      if (isStopping) return
      log('PostgreSQL ended by itself; starting it again.')
      const noticedMs = performance.now()
      await startAgain()
      if (isStopping) return
      log(`PostgreSQL is back after ${Math.round(performance.now() - noticedMs)} ms.`)
      for (const callback of callbacks) callback()
    }
  })()

  const stop = async () => {
    isStopping = true
    await stopPostmaster(postmaster)
    await supervising
    await stopPostmaster(postmaster)
  }
  let stopped: Promise<void> | null = null
  return { onRestart: (callback) => void callbacks.push(callback), stop: () => (stopped ??= stop()) }
}
