import type { IncomingHttpHeaders } from './http-types.ts'
import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import type { Permission } from '../modules/access/index.ts'
import type { Context } from '../platform/context.ts'
import type { Answer, AnswerBody, AnswerSchemas } from './answer.ts'
import type { LoadClass } from './load.ts'
import type { Problem } from './problem.ts'

/** What a caller must hold. `public` asks for nobody, `signed-in` for anybody. */
export type RoutePermission = Permission | 'public' | 'signed-in'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A key that has been read and checked; a route with `idempotency: 'own'` keeps it itself. */
export interface IdempotencyKey {
  readonly key: string
  /** SHA-256 of method, path, canonical query and raw body (reliability.md 3.8). */
  readonly fingerprint: Uint8Array
  /** Method and template of the route, the same for every alias of it. */
  readonly route: string
}

/** What a handler may know of the request besides its validated parts. */
export interface CallRequest {
  readonly id: string
  readonly ip: string
  readonly method: string
  /** Path and query as they were sent. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** The bytes of the body; empty when there was none. */
  readonly rawBody: Buffer
  /** Aborted when the caller goes away before the answer. */
  readonly signal: AbortSignal
}

/** Changes the answer to come without returning one; `answer(status, body, headers)` does the same in one go. */
export interface CallReply {
  status(code: number): void
  header(name: string, value: string): void
}

/** What a handler is given: everything validated, coerced and, for ids, decoded to uuids. */
export interface Call<P extends RoutePermission, Params, Query, Body> {
  /** Null on a public route only. */
  readonly context: P extends 'public' ? null : Context
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly request: CallRequest
  readonly reply: CallReply
  /** Present only when the route says `idempotency: 'own'` and the caller sent a key. */
  readonly idempotency: IdempotencyKey | null
  /** Present only when the route takes uploads: what its `take` made of this one. */
  readonly upload: unknown
}

type Input<S> = S extends TSchema ? Static<S> : Record<never, never>

/** One request and its answer, as the reference shows them and as the tests send them. */
export interface RouteExample {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** The status of `answer`; when absent, the route's lowest status. */
  readonly status?: number
  readonly answer?: unknown
}

/** How a route takes a form in that is too large for memory. */
export interface UploadTaker {
  readonly take: (context: Context, form: ArrivingForm) => Promise<TakenUpload>
}

/** A form of which nothing has been read yet. */
export interface ArrivingForm {
  /** Content-Length; null where the sender does not tell it. */
  readonly announcedBytes: number | null
  /** Reads the form to its end; `take` is given the one file in it while it arrives. */
  readonly file: (take: (file: { readonly name: string; readonly bytes: Readable }) => Promise<void>) => Promise<void>
}

export interface TakenUpload {
  readonly upload: unknown
  /** Stands for the bytes in the fingerprint of an Idempotency-Key: no two forms with one file are alike. */
  readonly print: Buffer
  /** Undoes the taking, where the handler refused it for certain or the answer was a repeated one. */
  readonly drop: () => Promise<void>
}

interface RouteFacts<P extends RoutePermission> {
  readonly method: Method
  /** Fastify's form: `/v1/tickets/:id`. */
  readonly url: string
  /** Other addresses of the same handler. */
  readonly aliases?: readonly string[]
  /** Unique, camel case, the name of the SDK's function: `createTicket`. */
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tag: string
  readonly permission: P
  readonly example: RouteExample
  /** Bytes; 1 MiB when absent. */
  readonly bodyLimit?: number
  /** Which load is shed first; when absent `list` for GET and `create` for the rest. */
  readonly load?: LoadClass
  /** `edge`: the edge keeps keys in the handler's transaction (POST only). `own`: the handler does. `none`: no key is read. */
  readonly idempotency?: 'edge' | 'own' | 'none'
  /** Public, and what comes of it is work for people: of one address fewer are taken than of other public routes. */
  readonly bringsWork?: true
  /** Refuses a browser of another origin although the route is public: for routes that read or set the session cookie. */
  readonly sameOrigin?: boolean
  /** Pages of other origins may call it; nothing a browser adds by itself counts there, so they learn nothing by that. */
  readonly cors?: true
  /** Media types of a body that comes to the handler as `request.rawBody`, neither parsed nor validated. */
  readonly rawMedia?: readonly string[]
  /** Takes the one file of a form as it arrives, before the handler runs and outside its transaction. */
  readonly upload?: UploadTaker
  /** Media types the handler may answer besides JSON, for the reference. */
  readonly alsoAnswers?: readonly string[]
  /** The answer may take long by design (long poll, stream): it does not count as in flight. */
  readonly waits?: boolean
  /** People read it in a browser: what it refuses is a page too, for who asks for one. */
  readonly isPage?: boolean
  /** Pages of others may frame it: its own policy says which, and the header that forbids all stays away. */
  readonly isFramed?: boolean
  /** Not shown in the reference: pages and scripts, not the API. */
  readonly isHidden?: boolean
  /** Writes refusals in the surface's own form (Beckn); sent as JSON unless it says another media type. */
  readonly shapeProblem?: (problem: Problem) => { status: number; body: unknown; mediaType?: string }
}

export interface RouteDefinition<
  P extends RoutePermission,
  Answers extends AnswerSchemas,
  Params,
  Query,
  Body,
> extends RouteFacts<P> {
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Status to schema; null for no body. A plain returned value is answered with the lowest status. */
  readonly answers: Answers
  handle(
    call: Call<P, Input<Params>, Input<Query>, Input<Body>>,
  ): AnswerBody<NoInfer<Answers>> | Answer | Promise<AnswerBody<NoInfer<Answers>> | Answer>
}

/** A route as the edge keeps it, whatever its schemas are. */
export interface Route extends RouteFacts<RoutePermission> {
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly answers: AnswerSchemas
  handle(call: Call<RoutePermission, unknown, unknown, unknown>): unknown
}

/**
 * Declares one route as data. Objects in `params`, `query` and `body` are closed (an unknown member is 400
 * `unknown_field`), schemas with `$id` become components of the reference, `id('ticket')` arrives as a uuid.
 */
export function defineRoute<
  const P extends RoutePermission,
  Answers extends AnswerSchemas,
  Params extends TSchema | undefined = undefined,
  Query extends TSchema | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>(definition: RouteDefinition<P, Answers, Params, Query, Body>): Route {
  // The edge calls `handle` only with parts that these very schemas have accepted.
  return definition as unknown as Route
}
