import { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { answerClientError } from './client-error.ts'
import type { Edge } from './edge.ts'

/** Watches requests whose body has not arrived, and ends those that are too slow. */
export interface Arrivals {
  add(request: FastifyRequest, reply: FastifyReply): void
  stop(): void
}

interface Sight {
  readonly reply: FastifyReply
  bytes: number
  /** Looks in a row that saw nothing new; looks and not time, so that a pause of our own is nobody's fault. */
  silentLooks: number
}

/**
 * A body has the whole of `requestTimeoutMs` to arrive, as Node would have it for all; a file only needs to go on arriving,
 * up to the limit the server itself sets.
 */
export function watchArrivals({ limits }: Pick<Edge, 'limits'>): Arrivals {
  const open = new Map<FastifyRequest, Sight>()
  const lookMs = Math.min(limits.connectionCheckMs, limits.requestTimeoutMs)
  const isTooSlow = (request: FastifyRequest, sight: Sight) => {
    const { target, startedAtMs } = request.edge
    const isUpload = target?.kind === 'route' && target.route.upload !== undefined
    return isUpload
      ? sight.silentLooks * lookMs >= limits.requestTimeoutMs
      : performance.now() - startedAtMs >= limits.requestTimeoutMs
  }
  const look = () => {
    for (const [request, sight] of open) {
      // All of it is here, though nobody has read it: a stream may be answered meanwhile.
      if (request.raw.complete) {
        open.delete(request)
        continue
      }
      const { socket } = request.raw
      sight.silentLooks = socket.bytesRead === sight.bytes ? sight.silentLooks + 1 : 0
      sight.bytes = socket.bytesRead
      if (!isTooSlow(request, sight)) continue
      open.delete(request)
      // Whoever was answered already is told nothing more: what it still sends has no reader.
      if (sight.reply.raw.headersSent) request.raw.destroy()
      else answerClientError(Object.assign(new Error('Too slow.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket)
    }
  }
  const timer = setInterval(look, lookMs)
  timer.unref()
  return {
    add(request, reply) {
      const { headers } = request
      // What the program itself asks (`inject`) comes over no connection, and whole.
      if (!(request.raw.socket instanceof Socket)) return
      if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
      open.set(request, { reply, bytes: request.raw.socket.bytesRead, silentLooks: 0 })
      const arrived = () => void open.delete(request)
      request.raw.once('end', arrived).once('close', arrived)
    },
    stop: () => clearInterval(timer),
  }
}
