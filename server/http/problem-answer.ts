import type { FastifyReply, FastifyRequest } from 'fastify'
import type { KeptAnswer } from '../modules/idempotency/index.ts'
import type { Edge } from './edge.ts'
import { prefersPage } from './preferred-type.ts'
import { type Problem, problemMediaType, problemOf, refusalOf } from './problem.ts'
import { renderRefusal } from './refusal-page/render-refusal.ts'
import { operationOf } from './request-state.ts'

/** A refusal as this request's surface writes it: a problem, the route's own form, or a page for who reads pages. */
export function problemAnswer(request: FastifyRequest, error: unknown): KeptAnswer {
  const problem = problemOf(error, request.id)
  const headers = headersOf(problem)
  const target = request.edge.target
  const route = target?.kind === 'route' ? target.route : undefined
  if (route?.isPage === true && prefersPage(request.headers)) {
    const page = renderRefusal(problem, request.headers['accept-language'])
    return { ...page, status: problem.status, headers: { ...headers, ...page.headers } }
  }
  const shape = route?.shapeProblem
  if (shape === undefined) {
    return { status: problem.status, mediaType: problemMediaType, headers, body: JSON.stringify(problem) }
  }
  const { status, body, mediaType = 'application/json; charset=utf-8' } = shape(problem)
  return { status, mediaType, headers, body: JSON.stringify(body) }
}

/** Sends a refusal. Only what is our own fault is an error in the log. */
export function sendProblem(edge: Edge, request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  if (refusalOf(error) === null) {
    const failure = error instanceof Error ? error : new Error(String(error))
    edge.log.error('request.failed', { requestId: request.id, operationId: operationOf(request.edge), error: failure })
  }
  const { status, mediaType, headers, body } = problemAnswer(request, error)
  return reply.code(status).headers(headers).type(mediaType).send(body)
}

function headersOf(problem: Problem): Record<string, string> {
  if (problem.code === 'unauthenticated') return { 'www-authenticate': 'Bearer' }
  if (problem.code === 'range_not_satisfiable') return { 'content-range': `bytes */${String(problem['size'])}` }
  const isWorthRepeating =
    problem.status === 503 || problem.status === 429 || problem.code === 'idempotency_twin_running'
  if (!isWorthRepeating) return {}
  const seconds = problem['retryAfterSeconds']
  const retryAfter = String(typeof seconds === 'number' ? seconds : 1)
  // Surfaces with codes of their own cannot say it in the body: nothing was begun, also of a change.
  return { 'retry-after': retryAfter, ...(problem.code === 'overloaded' && { 'x-overloaded': 'true' }) }
}
