import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

const host = '127.0.0.1'

/** Gives a random free port, below the range from which systems take ports for outgoing connections. */
export async function pickFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 30_000)
    if (await isFree(port)) return port
  }
}

/** Tells whether a server could listen on the port of the loopback interface now. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen({ port, host, exclusive: true })
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

/** Tells whether anything accepts connections on the port. */
export async function answers(port: number): Promise<boolean> {
  const socket = connect({ port, host, timeout: 1_000 })
  socket.on('timeout', () => socket.destroy(new Error('no answer')))
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
