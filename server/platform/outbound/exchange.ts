import type { Dispatcher } from 'undici'

import type { OutboundAnswer, OutboundRequest } from './outbound-request.ts'
import { loggedHeaders } from './logged-headers.ts'
import { readBody } from './read-body.ts'

export interface BodyLimits {
  readonly maxResponseBytes: number
  readonly keptResponseBytes: number
}

/** Writes one request over an open or new connection of `dispatcher` and reads its answer; the signal ends both. */
export async function exchange(
  dispatcher: Dispatcher,
  url: URL,
  call: { request: OutboundRequest; signal: AbortSignal; limits: BodyLimits },
): Promise<Omit<OutboundAnswer, 'address' | 'durationMs'>> {
  const response = await dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: call.request.method,
    headers: withoutHost(call.request.headers),
    body: call.request.body ?? null,
    signal: call.signal,
    highWaterMark: call.limits.keptResponseBytes,
  })
  const body = await readBody(response.body, {
    maxBytes: call.limits.maxResponseBytes,
    keptBytes: call.limits.keptResponseBytes,
  })
  return {
    kind: 'answered',
    status: response.statusCode,
    headers: {
      retryAfter: firstOf(response.headers['retry-after']),
      webhookDelivery: firstOf(response.headers['webhook-delivery']),
    },
    answerHeaders: loggedHeaders(response.headers),
    bodyText: body.text,
    bodyIsTruncated: body.isTruncated,
  }
}

function withoutHost(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'host'))
}

function firstOf(value: string | string[] | undefined): string | null {
  return (typeof value === 'string' ? value : value?.[0]) ?? null
}
