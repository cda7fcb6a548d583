import { Resolver } from 'node:dns/promises'
import { performance } from 'node:perf_hooks'

import { checkUrl, hostOf } from './check-url.ts'
import { createConnectionPools } from './connection-pools.ts'
import { startDeadline } from './deadline.ts'
import type { Deadline } from './deadline.ts'
import { exchange } from './exchange.ts'
import { OutboundError, classOfExchangeError } from './outbound-error.ts'
import type { OutboundPolicy } from './outbound-policy.ts'
import type { OutboundAnswer, OutboundFailure, OutboundRequest, OutboundResult } from './outbound-request.ts'
import { vetHost } from './vet-host.ts'
import type { NameResolver } from './vet-host.ts'

export interface OutboundClient {
  /** Makes one request. Rejects only when `signal` aborts it or when the request itself is unusable, a mistake of ours. */
  send(request: OutboundRequest): Promise<OutboundResult>
  /** Ends after requests under way have ended; sending afterwards rejects. */
  close(): Promise<void>
}

export interface OutboundClientOptions {
  readonly policy: OutboundPolicy
  readonly resolver?: NameResolver
  readonly dnsTimeoutMs?: number
  readonly connectTimeoutMs?: number
  /** From the call to the last byte read: names, connection, request, answer. */
  readonly totalTimeoutMs?: number
  readonly idleTimeoutMs?: number
  readonly maxResponseBytes?: number
  readonly keptResponseBytes?: number
  readonly maxHeaderBytes?: number
  /** PEM texts that replace the built-in certificate authorities. */
  readonly certificateAuthorities?: readonly string[]
}

type Outcome = Omit<OutboundAnswer, 'durationMs'> | Omit<OutboundFailure, 'durationMs'>

const defaults = {
  dnsTimeoutMs: 5_000,
  connectTimeoutMs: 5_000,
  totalTimeoutMs: 15_000,
  idleTimeoutMs: 4_000,
  maxResponseBytes: 64 * 1024,
  keptResponseBytes: 16 * 1024,
  maxHeaderBytes: 16 * 1024,
}

/**
 * The only way the product makes requests to hosts that others have named: webhooks, callbacks, discovery documents,
 * media. Guards every request by the policy, follows nothing, reads no proxy settings, decodes no body
 * (reliability.md 3.2, 3.7).
 */
export function createOutboundClient(options: OutboundClientOptions): OutboundClient {
  const settings = { ...defaults, ...options }
  const resolver = options.resolver ?? new Resolver({ timeout: 2_000, tries: 2 })
  const pools = createConnectionPools(settings)
  let isClosed = false

  async function sendBefore(deadline: Deadline, url: URL, request: OutboundRequest): Promise<Outcome> {
    const host = hostOf(url)
    const dns = { resolver, timeoutMs: settings.dnsTimeoutMs }
    const vetted = await deadline.race(vetHost(settings.policy, host, dns))
    if (vetted.kind === 'refused') throw new OutboundError(vetted.errorClass, `No usable address for ${host}.`)
    const lease = pools.lease(url, {
      host,
      port: portOf(url),
      isSecure: url.protocol === 'https:',
      addresses: vetted.addresses,
    })
    try {
      const answer = await deadline.race(
        exchange(lease.pool, url, { request, signal: deadline.signal, limits: settings }),
      )
      return { ...answer, ...lease.peer() }
    } catch (error) {
      return { ...failureOf(error), ...lease.peer() }
    } finally {
      lease.release()
    }
  }

  return {
    async send(request) {
      if (isClosed) throw new Error('The outbound client is closed.')
      const startedAt = performance.now()
      const checked = checkUrl(settings.policy, request.url)
      if (!checked.ok) return { kind: 'failed', errorClass: 'blocked', durationMs: 0 }
      const deadline = startDeadline(settings.totalTimeoutMs, request.signal)
      const outcome = await sendBefore(deadline, checked.url, request)
        .catch(failureOf)
        .finally(() => deadline.end())
      return { ...outcome, durationMs: Math.round(performance.now() - startedAt) }
    },
    async close() {
      isClosed = true
      await pools.close()
    },
  }
}

/** The failure an error stands for; what is no failure of the other side is thrown on. */
function failureOf(error: unknown): { kind: 'failed'; errorClass: OutboundFailure['errorClass'] } {
  const errorClass = classOfExchangeError(error)
  if (errorClass === null) throw error
  return { kind: 'failed', errorClass }
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}
