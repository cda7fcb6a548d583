import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

import { AppError } from '../../platform/errors.ts'

const patienceMs = 10_000

/**
 * Runs `act` while no other process of this machine runs one under the same name, waiting up to 10 s for them. The kernel
 * forgets the name with the process, so a crash leaves nothing to clean up: it is a socket outside the file system
 * (Linux) or a pipe (Windows). Elsewhere there is no such thing and `act` just runs.
 */
export async function oneAtATime<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  const address = addressOf(name)
  if (address === null) return act()
  const deadline = performance.now() + patienceMs
  let held = await listen(address)
  while (held === null) {
    if (performance.now() > deadline) throw new AppError('conflict', `Another start on ${name} is under way.`)
    await pause(10)
    held = await listen(address)
  }
  try {
    return await act()
  } finally {
    held.close()
  }
}

async function listen(address: string): Promise<Server | null> {
  const server = createServer()
  try {
    server.listen(address)
    await once(server, 'listening')
    return server
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null
    throw error
  }
}

function addressOf(name: string): string | null {
  const id = `switchyard-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
  if (process.platform === 'linux') return `\0${id}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${id}` : null
}
