import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { AppError } from '../platform/errors.ts'

/** A callback as it arrived, its body untouched: the signature is over these bytes. */
export interface ReceivedCallback {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface CallbackReceiver {
  readonly url: string
  close(): Promise<void>
}

/**
 * Receives callbacks on this machine and answers each with 204, or 401 where `isWelcome` says no of it.
 * Throws `conflict` when the port is taken.
 */
export async function openCallbackReceiver(
  port: number,
  isWelcome: (callback: ReceivedCallback) => Promise<boolean>,
): Promise<CallbackReceiver> {
  const server = createServer((request, response) => {
    buffer(request)
      .then((body) => isWelcome({ headers: request.headers, body: body.toString('utf8') }))
      .then(
        (isTaken) => response.writeHead(isTaken ? 204 : 401).end(),
        () => response.destroy(),
      )
  })
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    throw new AppError('conflict', `Port ${port} is taken by another program; choose one with --port.`)
  }
  // A server that listens on a TCP port has such an address.
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${taken}/callbacks`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
