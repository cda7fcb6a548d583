import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import type { KeptAnswer } from '../modules/idempotency/index.ts'

/** What a route may answer: status to schema, null for an answer without a body. */
export type AnswerSchemas = Readonly<Record<number, TSchema | null>>

/** Any body that one of the schemas describes. */
export type AnswerBody<Answers extends AnswerSchemas> = {
  [Status in keyof Answers]: Answers[Status] extends TSchema ? Static<Answers[Status]> : undefined
}[keyof Answers]

type Headers = Readonly<Record<string, string>>

/** An answer whose status or headers are not the route's first ones. */
export class Answer {
  readonly status: number
  readonly body: unknown
  readonly headers: Headers
  /** Set when the body is sent as it is and not as JSON of a schema. */
  readonly mediaType: string | null

  constructor(status: number, body: unknown, headers: Headers, mediaType: string | null) {
    this.status = status
    this.body = body
    this.headers = headers
    this.mediaType = mediaType
  }
}

/** Answers with a status: `answer(201, ticket, { location: '/v1/tickets/…' })`; no body: `answer(204)`. */
export function answer(status: number, body?: unknown, headers: Headers = {}): Answer {
  return new Answer(status, body, headers, null)
}

/** Answers something other than JSON: text, bytes or a stream, sent as it is. */
export function rawAnswer(mediaType: string, body: string | Buffer | Readable, headers: Headers = {}): Answer {
  return new Answer(200, body, headers, mediaType)
}

/** Answers again what a key's first use was answered, and says so; for routes that keep their keys themselves. */
export function replayedAnswer(kept: KeptAnswer): Answer {
  return new Answer(kept.status, kept.body, { ...kept.headers, 'idempotent-replayed': 'true' }, kept.mediaType)
}
