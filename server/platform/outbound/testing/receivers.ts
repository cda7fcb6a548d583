import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'

import type { TestCertificate } from './certificate.ts'

export interface Receiver {
  readonly address: string
  readonly port: number
  /** Connections accepted so far. */
  connections(): number
  /** Bytes received so far, TLS greetings included. */
  bytesReceived(): number
  close(): Promise<void>
}

/** An HTTP receiver on a loopback address. */
export function startReceiver(listener: RequestListener, address = '127.0.0.1', port = 0): Promise<Receiver> {
  return listen(createHttpServer({ keepAliveTimeout: 60_000 }, listener), address, port)
}

/** An HTTPS receiver on a loopback address. */
export function startTlsReceiver(
  listener: RequestListener,
  certificate: TestCertificate,
  where: { address: string; port?: number },
): Promise<Receiver> {
  const server = createHttpsServer({ ...certificate, keepAliveTimeout: 60_000 }, listener)
  return listen(server, where.address, where.port ?? 0)
}

/** A TCP peer that does as it likes with each connection. */
export function startRawReceiver(handle: (socket: Socket) => void, address = '127.0.0.1', port = 0): Promise<Receiver> {
  return listen(createServer(handle), address, port)
}

async function listen(server: Server, address: string, port: number): Promise<Receiver> {
  const sockets = new Set<Socket>()
  let connections = 0
  let endedBytes = 0
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      endedBytes += socket.bytesRead
    })
  })
  server.listen(port, address)
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('Not bound to a port.')
  return {
    address,
    port: bound.port,
    connections: () => connections,
    bytesReceived: () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead, endedBytes),
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
