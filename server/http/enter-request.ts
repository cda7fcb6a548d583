import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../platform/errors.ts'
import { identify, requireOwnOrigin } from './authentication.ts'
import type { Edge } from './edge.ts'
import { checkMediaType } from './media-type.ts'
import { originOfRequest } from './origin-of-request.ts'
import { requireRoutePermission } from './permission.ts'
import type { Rate, RateVerdict } from './rate-limiter.ts'
import type { ReadyRoute } from './request-state.ts'

/**
 * Everything that is decided before a body is read: may this process take it, who calls, may they, how often, and is
 * the body of a kind that will be validated. Throws the refusal.
 */
export async function enterRequest(edge: Edge, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { target } = request.edge
  if (target === null) return
  if (target.kind === 'refusal') return refuseMethod(request, reply, target.allow)
  edge.admission.admit(target.load)
  count(edge, request, target)
  if (target.route.permission === 'public') enterPublic(edge, request, reply, target)
  else await enterAsCaller(edge, request, reply, target)
  checkMediaType(request.headers, target.route.rawMedia)
}

function refuseMethod(request: FastifyRequest, reply: FastifyReply, allow: string): void {
  reply.header('allow', allow)
  if (request.method === 'OPTIONS') void reply.code(204).send()
  else throw new AppError('method_not_allowed', `This address takes ${allow}.`)
}

function count(edge: Edge, request: FastifyRequest, target: ReadyRoute): void {
  if (target.route.waits === true || target.load === 'service') return
  request.edge.isCounted = true
  edge.admission.enter()
}

function enterPublic(edge: Edge, request: FastifyRequest, reply: FastifyReply, target: ReadyRoute): void {
  if (target.load !== 'service') limitAddress(edge, request, reply)
  if (target.route.bringsWork === true) limitWork(edge, request, reply)
  if (target.route.sameOrigin === true) requireOwnOrigin(request, edge.publicUrl)
}

async function enterAsCaller(
  edge: Edge,
  request: FastifyRequest,
  reply: FastifyReply,
  target: ReadyRoute,
): Promise<void> {
  try {
    const caller = await identify(request, edge.authenticate, edge.publicUrl)
    request.edge.caller = caller
    request.edge.context = edge.openContextFor(caller, request.id, originOfRequest(request, caller))
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') limitAddress(edge, request, reply)
    throw error
  }
  const { caller, context } = request.edge
  if (caller.ratePerSecond !== null) {
    const rate = { perSecond: caller.ratePerSecond, burst: Math.max(1, caller.ratePerSecond) }
    limit(reply, rate, edge.rateLimiter.take(`token ${caller.principal.id}`, rate), 'token')
  }
  requireRoutePermission(context, target.route)
}

function limitAddress(edge: Edge, request: FastifyRequest, reply: FastifyReply): void {
  const rate = { perSecond: edge.limits.publicPerSecond, burst: edge.limits.publicBurst }
  limit(reply, rate, edge.rateLimiter.take(`address ${request.ip}`, rate), 'address')
}

function limitWork(edge: Edge, request: FastifyRequest, reply: FastifyReply): void {
  const rate = { perSecond: edge.limits.workPerSecond, burst: edge.limits.workBurst }
  limit(reply, rate, edge.rateLimiter.take(`work ${request.ip}`, rate), 'work')
}

/** Tells the quota in the headers of draft-ietf-httpapi-ratelimit-headers, and refuses when it is used up. */
function limit(reply: FastifyReply, rate: Rate, verdict: RateVerdict, policy: string): void {
  const windowSeconds = Math.max(1, Math.ceil(rate.burst / rate.perSecond))
  reply.header('ratelimit-policy', `"${policy}";q=${rate.burst};w=${windowSeconds}`)
  reply.header('ratelimit', `"${policy}";r=${verdict.remaining};t=${Math.ceil(verdict.resetMs / 1000)}`)
  if (verdict.isAllowed) return
  throw new AppError('rate_limited', 'This is more than your quota. Try again later.', {
    retryAfterSeconds: Math.max(1, Math.ceil(verdict.retryAfterMs / 1000)),
  })
}
