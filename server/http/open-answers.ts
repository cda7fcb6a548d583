import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Edge } from './edge.ts'
import { operationOf } from './request-state.ts'

/** Watches answers that were handed over and not yet taken, and ends connections whose readers do not read. */
export interface OpenAnswers {
  add(request: FastifyRequest, reply: FastifyReply): void
  stop(): void
}

/** Streams are not watched: whoever writes them sees how far their reader is. */
export function watchOpenAnswers(edge: Edge): OpenAnswers {
  const open = new Map<FastifyReply, FastifyRequest>()
  const cull = () => {
    const latestMs = performance.now() - edge.limits.slowReaderMs
    for (const [reply, request] of open) {
      const { sentAtMs } = request.edge
      if (sentAtMs === null || sentAtMs > latestMs) continue
      const operationId = operationOf(request.edge)
      edge.log.warn('request.culled', { requestId: request.id, operationId, reason: 'slow_reader' })
      reply.raw.destroy()
    }
  }
  const timer = setInterval(cull, Math.min(edge.limits.connectionCheckMs, edge.limits.slowReaderMs))
  timer.unref()
  return {
    add(request, reply) {
      open.set(reply, request)
      reply.raw.once('close', () => open.delete(reply))
    },
    stop: () => clearInterval(timer),
  }
}
