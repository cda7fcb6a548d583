import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { node, program } from '../../start/testing/service-process.ts'

/** A process that receives callbacks. */
export interface Listener {
  /** Where it receives them. */
  readonly url: string
  /** The next line that it prints. */
  line(): Promise<string>
  /** Sends the signal; gives the exit code and all that it told. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; told: string }>
}

/** Starts `switchyard listen` on a free port and waits until it is ready. It ends with its test at the latest. */
export async function startListener(...args: string[]): Promise<Listener> {
  const child = spawn(node, [program, 'listen', '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const closed = once(child, 'close')
  const printed = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ready = Promise.withResolvers<string>()
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text
    const url = /Waiting for callbacks at (\S+)\n/.exec(told)?.[1]
    if (url !== undefined) ready.resolve(url)
  })
  void closed.then(() => ready.reject(new Error(`The listener ended: ${told}`)))
  return {
    url: await ready.promise,
    line: async () => String((await printed.next()).value),
    end: async (signal) => {
      child.kill(signal)
      await closed
      return { code: child.exitCode, told }
    },
  }
}
