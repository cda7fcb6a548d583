import { setTimeout as pause } from 'node:timers/promises'
import { cpuMsOf } from './cpu-time.ts'

const lookMs = 2_000
const restingCpuMs = 300
const looksTogether = 3

/**
 * Waits until a server and its database have nothing left to do (documents for the search, automations): hardly any CPU
 * used for some seconds. Throws when that takes longer than `limitMs`.
 */
export async function untilCalm(pids: readonly number[], limitMs = 300_000): Promise<void> {
  const used = () => pids.reduce((sum, pid) => sum + (cpuMsOf(pid) ?? 0), 0)
  const deadline = performance.now() + limitMs
  let calm = 0
  for (let before = used(); performance.now() < deadline;) {
    await pause(lookMs)
    const now = used()
    calm = now - before < restingCpuMs ? calm + 1 : 0
    if (calm === looksTogether) return
    before = now
  }
  throw new Error(`The server was not calm after ${limitMs} ms.`)
}
