import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findRunningPostgres } from '../../server/database/embedded/start-embedded-postgres.ts'
import { freePort } from './free-port.ts'
import { endChild, endWithBench } from './leave-nothing.ts'

/** A Switchyard in a process of its own, on a data folder of its own. */
export interface ServerProcess {
  readonly address: string
  readonly pid: number
  /** Epoch ms of the spawn. */
  readonly startedAt: number
  readonly dataFolder: string
  /** From the spawn until `/readyz` answered 200. */
  readonly readyInMs: number
  /** Ends it as an operator would; its data stay. */
  stop(): Promise<void>
}

interface ServerOptions {
  readonly dataFolder: string
  readonly args: readonly string[]
  readonly nodeArgs?: readonly string[]
}

const main = join(import.meta.dirname, '..', '..', 'server', 'main.ts')
const startLimitMs = 120_000

/** Starts `switchyard start` and waits until it is ready. Throws with its last words when it ends before. */
export async function startServer({ dataFolder, args, nodeArgs = [] }: ServerOptions): Promise<ServerProcess> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const logFile = `${dataFolder}.log`
  const log = await open(logFile, 'a')
  const startedAt = performance.now()
  const spawnedAt = performance.timeOrigin + startedAt
  const command = [...nodeArgs, main, 'start', '--port', String(port), '--data', dataFolder, ...args]
  const child = endWithBench(spawn(process.execPath, command, { stdio: ['ignore', log.fd, log.fd] }))
  await log.close()
  try {
    await untilReady(child, address)
  } catch (error) {
    child.kill('SIGKILL')
    const words = (await readFile(logFile, 'utf8').catch(() => '')).split('\n').slice(-12).join('\n')
    throw new Error(`The server did not become ready. Its last words:\n${words}`, { cause: error })
  }
  const readyInMs = performance.now() - startedAt
  return { address, pid: child.pid ?? 0, startedAt: spawnedAt, dataFolder, readyInMs, stop: () => endChild(child) }
}

/** The database of a running server. */
export async function databaseOf(server: ServerProcess) {
  const access = await findRunningPostgres(server.dataFolder)
  if (access === null) throw new Error('The server runs no database of its own.')
  const file = await readFile(join(access.dataFolder, 'pg', 'postmaster.pid'), 'utf8')
  return { ...access, pid: Number(file.split('\n')[0]) }
}

async function untilReady(child: ChildProcess, address: string): Promise<void> {
  const deadline = performance.now() + startLimitMs
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('The server ended.')
    const answer = await fetch(`${address}/readyz`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.status === 200) return
    await pause(10)
  }
  throw new Error(`The server was not ready after ${startLimitMs} ms.`)
}
