import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Settings } from '../platform/config.ts'
import { AppError } from '../platform/errors.ts'

type Place = Pick<Settings, 'host' | 'port'>

/** Looks before anything is started whether the port can be had. Throws `conflict` with one sentence. */
export async function requireFreePort({ host, port }: Place): Promise<void> {
  const server = createServer()
  try {
    server.listen({ host, port })
    await once(server, 'listening')
  } catch (error) {
    throw refusalOfPort(error, { host, port })
  }
  server.close()
  await once(server, 'close')
}

/** What a person should know of a port that could not be opened; any other failure as it is. */
export function refusalOfPort(error: unknown, { host, port }: Place): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  switch (code) {
    case 'EADDRINUSE':
      return new AppError('conflict', `Port ${port} on ${host} is taken by another program; choose one with --port.`)
    case 'EACCES':
      return new AppError('conflict', `Port ${port} may not be opened by this user; choose one above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new AppError('conflict', `This machine has no address ${host} to listen on; choose one with --host.`)
    default:
      return error
  }
}
