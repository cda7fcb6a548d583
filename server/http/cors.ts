import type { FastifyReply } from 'fastify'
import type { RequestState } from './request-state.ts'

/**
 * For pages of other origins, on the addresses that are meant for them. Credentials are never allowed: what such a page
 * shows is a token it was given, and no cookie counts here.
 */
const shared = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'location, retry-after, x-overloaded, ratelimit, ratelimit-policy, idempotent-replayed, x-request-id',
  'cross-origin-resource-policy': 'cross-origin',
} as const

const ofPreflight = {
  'access-control-allow-headers': 'authorization, content-type, idempotency-key',
  'access-control-max-age': '7200',
} as const

/** Tells a browser that pages of other origins may read the answer, where that is so. */
export function allowOtherOrigins(target: RequestState['target'], reply: FastifyReply): void {
  if (target === null) return
  if (target.kind === 'route') {
    if (target.route.cors === true) reply.headers(shared)
  } else if (target.isForOthers) {
    reply.headers({ ...shared, ...ofPreflight, 'access-control-allow-methods': target.allow })
  }
}
