import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../../server/database/testing/temporary-folder.ts'
import { root } from '../architecture/planted-tree.ts'

/** A server started as the documents say, for the first time and with the example workspace. */
export interface DocumentedServer {
  readonly address: string
  readonly token: string
  readonly dataFolder: string
  /** Everything it has said. */
  readonly said: () => string
  stop(): Promise<void>
}

const startLimitMs = 90_000

/** Starts what `npm start` starts, on a free port and a data folder of its own. */
export async function startDocumentedServer(): Promise<DocumentedServer> {
  const folder = await temporaryFolder('switchyard-docs-')
  const dataFolder = join(folder, 'data')
  const program = join(root, 'cli', 'switchyard.mjs')
  const child = spawn(process.execPath, [program, 'start', '--port', '0', '--no-build-console'], {
    cwd: root,
    env: { ...process.env, SWITCHYARD_DATA: dataFolder, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await hears(child, (text) => {
      said += text
      return /See it at work/.test(said)
    })
  } catch (error) {
    await stop()
    throw new Error(`The server did not start: ${said}`, { cause: error })
  }
  const [, address = ''] = /Console +(\S+)/.exec(said) ?? []
  const [, token = ''] = /API token +(\S+)/.exec(said) ?? []
  return { address, token, dataFolder, said: () => said, stop }
}

/** Settles once `isEnough` says so of what the process writes; rejects when it ends or the time is over. */
function hears(child: ChildProcess, isEnough: (text: string) => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const listen = (text: Buffer) => void (isEnough(text.toString()) && resolve())
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  child.on('error', reject)
  child.on('exit', (code) => reject(new Error(`It ended with ${code}.`)))
  const limit = setTimeout(() => reject(new Error(`It was not ready after ${startLimitMs} ms.`)), startLimitMs)
  return promise.finally(() => clearTimeout(limit))
}
