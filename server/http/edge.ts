import type { Context } from '../platform/context.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Origin } from '../platform/origin.ts'
import type { Admission } from './admission.ts'
import type { Authenticate, Caller } from './authentication.ts'
import type { EdgeLimits } from './limits.ts'
import type { RateLimiter } from './rate-limiter.ts'

/** What every part of the edge needs; made once by `createApp`. */
export interface Edge {
  readonly publicUrl: string
  readonly log: Log
  readonly metrics: Metrics
  readonly limits: EdgeLimits
  readonly admission: Admission
  readonly rateLimiter: RateLimiter
  readonly authenticate: Authenticate
  readonly openContextFor: (caller: Caller, requestId: string, origin: Origin) => Context
  /** Headers of every answer that is not a page. */
  readonly headers: Readonly<Record<string, string>>
}
