import type { Context } from '../platform/context.ts'
import type { Caller } from './authentication.ts'
import type { LoadClass } from './load.ts'
import type { Route } from './route.ts'
import type { Validate } from './validators.ts'

/** A declared route, ready to run. */
export interface ReadyRoute {
  readonly kind: 'route'
  readonly route: Route
  readonly load: LoadClass
  readonly params: Validate
  readonly query: Validate
  readonly body: Validate
  /** The lowest status of the route's answers: that of a plain returned value. */
  readonly firstStatus: number
}

/** The other methods of an address that has routes. */
export interface MethodRefusal {
  readonly kind: 'refusal'
  /** The methods the address has, as the Allow header writes them. */
  readonly allow: string
  /** Pages of other origins may call what this address has. */
  readonly isForOthers: boolean
}

/** What the edge keeps of a request while it runs. */
export interface RequestState {
  readonly startedAtMs: number
  readonly target: ReadyRoute | MethodRefusal | null
  caller: Caller | null
  context: Context | null
  rawBody: Buffer
  /** Set while the request counts as one in flight. */
  isCounted: boolean
  /** When the whole answer was handed over; null before, and for streams. */
  sentAtMs: number | null
}

declare module 'fastify' {
  interface FastifyRequest {
    edge: RequestState
  }
  interface FastifyContextConfig {
    /** Set by the route convention alone; a route without it does not start. */
    edge?: ReadyRoute | MethodRefusal
  }
}

/** The name figures and logs know a request by. */
export function operationOf(state: RequestState): string {
  if (state.target === null) return 'unmatched'
  return state.target.kind === 'route' ? state.target.route.operationId : 'method_refused'
}
