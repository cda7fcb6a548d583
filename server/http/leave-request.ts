import { performance } from 'node:perf_hooks'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Edge } from './edge.ts'
import { operationOf } from './request-state.ts'

/** Once for each request, when its answer is sent or its caller gone: frees its place, counts and logs it. */
export function leaveRequest(edge: Edge, request: FastifyRequest, reply: FastifyReply): void {
  const state = request.edge
  if (state.isCounted) edge.admission.leave()
  const operationId = operationOf(state)
  const durationMs = Math.round((performance.now() - state.startedAtMs) * 100) / 100
  // 499 is what proxies call a caller that went away before the answer.
  const status = reply.raw.writableEnded ? reply.statusCode : 499
  edge.metrics.requestDone(operationId, status, durationMs)
  const { caller } = state
  const write = state.target?.kind === 'route' && state.target.load === 'service' ? edge.log.debug : edge.log.info
  write('request.done', {
    requestId: request.id,
    operationId,
    method: request.method,
    status,
    durationMs,
    ...(caller === null ? {} : { workspace: caller.workspace.slug, principalId: caller.principal.id }),
  })
}
