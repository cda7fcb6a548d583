import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'

const root = join(import.meta.dirname, '..', '..', '..')
export const program = join(root, 'server', 'main.ts')

/** The pinned Node, which the product runs on whatever Node runs the tests. */
export const node = join(root, 'node_modules', '.bin', 'node')

/** Starting takes seconds; on a machine with much else to do, some more. */
const patienceMs = 90_000

/** A service in a process of its own. */
export interface ServiceProcess {
  readonly child: ChildProcess
  readonly pid: number
  readonly address: string
  /** What a person has read so far. */
  told(): string
  /** The log so far. */
  logged(): string
  /** Sends the signal and gives the exit code, or the name of the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | string | null>
}

export interface ProcessOptions {
  readonly dataFolder: string
  readonly args?: readonly string[]
  /** Runs as this user and group instead of the present one. */
  readonly uid?: number
}

/** Starts the service on a free port and waits until it has told everything. Throws with its words when it ends first. */
export async function startServiceProcess(options: ProcessOptions): Promise<ServiceProcess> {
  const { dataFolder, args = ['--port', '0'], uid } = options
  const child = spawn(node, [program, 'start', '--no-build-console', '--data', dataFolder, ...args], {
    cwd: root,
    // On a machine busy with other tests the delay is theirs: what is refused for it belongs to the tests of overload.
    env: { ...env, SHED_AFTER: '60s' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  })
  let told = ''
  let logged = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (told += text))
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (logged += text))
  const startedAt = performance.now()
  while (!/Callbacks to 127\.0\.0\.1 are allowed/.test(told)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The service ended: ${told}`)
    if (performance.now() - startedAt > patienceMs) {
      child.kill('SIGKILL')
      throw new Error(`The service did not become ready: ${told}${logged}`)
    }
    await pause(20)
  }
  const address = / {2}Console {4}(\S+)/.exec(told)?.[1] ?? ''
  return {
    child,
    pid: child.pid ?? 0,
    address,
    told: () => told,
    logged: () => logged,
    end: async (signal) => {
      const ended = child.exitCode !== null || child.signalCode !== null ? null : once(child, 'exit')
      child.kill(signal)
      await ended
      return child.exitCode ?? child.signalCode
    },
  }
}

/** What a command said and how it ended. */
export interface CommandResult {
  readonly code: number | null
  readonly out: string
  readonly told: string
}

/** Runs a command of `switchyard` to its end. */
export async function runSwitchyard(args: readonly string[], input = ''): Promise<CommandResult> {
  const child = spawn(node, [program, ...args], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] })
  let out = ''
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
  child.stdin.end(input)
  await once(child, 'close')
  return { code: child.exitCode, out, told }
}

/** The process id of the PostgreSQL of a data folder. */
export function postmasterPid(dataFolder: string): number {
  return Number(readFileSync(join(dataFolder, 'pg', 'postmaster.pid'), 'utf8').split('\n', 1)[0])
}
