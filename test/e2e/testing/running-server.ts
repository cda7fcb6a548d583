import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../../../server/database/testing/temporary-folder.ts'

const root = join(import.meta.dirname, '../../..')

/** A service started as a newcomer starts it, on its own data folder and a free port. */
export interface RunningServer {
  readonly address: string
  readonly signInLink: string
  readonly token: string
  readonly dataFolder: string
  /** Runs a command of the command line and gives what it printed. */
  command(...args: string[]): Promise<string>
  stop(): Promise<void>
}

const startLimitMs = 240_000

export async function startServer(): Promise<RunningServer> {
  const folder = await temporaryFolder('switchyard-e2e-')
  const dataFolder = join(folder, 'data')
  // On a machine busy with other tests the delay is theirs: what is refused for it belongs to the tests of overload.
  const env = { ...process.env, SWITCHYARD_DATA: dataFolder, LOG_LEVEL: 'warn', SHED_AFTER: '60s' }
  const child = spawn(process.execPath, ['server/main.ts', 'start', '--port', '0'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = await readWelcome(child)
  const found = (pattern: RegExp) => {
    const match = pattern.exec(printed)?.[1]
    if (match === undefined) throw new Error(`The start did not print ${pattern}:\n${printed}`)
    return match
  }
  return {
    address: found(/Console\s+(http:\S+)/),
    signInLink: found(/Sign in\s+(http:\S+)/),
    token: found(/API token\s+(sy_\S+)/),
    dataFolder,
    command: (...args) => runCommand(args, env),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What the start printed up to its last line, once the console is built. */
function readWelcome(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`The service did not start:\n${text}`))
    }, startLimitMs)
    const take = (chunk: Buffer) => {
      text += chunk.toString()
      if (!text.includes('npx switchyard tour')) return
      clearTimeout(timer)
      resolve(text)
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    child.once('exit', (code) => reject(new Error(`The service ended with ${code}:\n${text}`)))
  })
}

function runCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['server/main.ts', ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.once('exit', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${args.join(' ')} ended with ${code}:\n${text}`)),
    )
  })
}
