import type { ErrorCode, FieldError } from '../platform/errors.ts'
import { AppError } from '../platform/errors.ts'

/** `internal` is our own fault; nothing is told of it but the request's id. */
export type ProblemCode = ErrorCode | 'internal'

/** A refusal as RFC 9457 has it, with our code, the request's id and one entry for each place that is wrong. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ProblemCode
  readonly requestId: string
  readonly errors?: readonly FieldError[]
  readonly [detail: string]: unknown
}

export const problemMediaType = 'application/problem+json'

const statuses: Readonly<Record<ProblemCode, number>> = {
  invalid: 400,
  unknown_field: 400,
  malformed_json: 400,
  too_deep: 400,
  idempotency_key_required: 400,
  callback_refused: 400,
  workflow_invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  four_eyes: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  illegal_transition: 409,
  guard_failed: 409,
  offer_ended: 409,
  over_capacity: 409,
  workflow_key_in_use: 409,
  idempotency_twin_running: 409,
  version_mismatch: 412,
  too_large: 413,
  // Not 429: waiting changes nothing. Not 507: it is a limit that was set, no fault of the service.
  quota_exceeded: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  idempotency_key_reused: 422,
  rate_limited: 429,
  internal: 500,
  overloaded: 503,
  unavailable: 503,
}

/** `not_found` -> `Not found`. */
function titleOf(code: ProblemCode): string {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Writes a refusal for its reader. Members the refusal brings cannot replace the standard ones. */
export function problemOf(error: unknown, requestId: string): Problem {
  const refusal = refusalOf(error)
  if (refusal === null) {
    const detail = 'Something went wrong on our side. The request’s id finds it in the log.'
    return { type: 'about:blank', title: titleOf('internal'), status: 500, detail, code: 'internal', requestId }
  }
  return {
    ...refusal.details,
    type: 'about:blank',
    title: titleOf(refusal.code),
    status: statuses[refusal.code],
    detail: refusal.message,
    code: refusal.code,
    requestId,
    ...(refusal.fields.length > 0 ? { errors: refusal.fields } : {}),
  }
}

/** The refusal an error stands for; null when it is a fault of ours. */
export function refusalOf(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  if (!(error instanceof Error)) return null
  const code = 'code' in error ? String(error.code) : ''
  return refusalOfFramework(code) ?? (isDatabaseAway(error, code) ? databaseAway() : null)
}

function refusalOfFramework(code: string): AppError | null {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AppError('too_large', 'The body is larger than this address accepts.')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new AppError('malformed_json', 'The body is not as long as Content-Length says.')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError('unsupported_media_type', 'Send the body as application/json.')
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new AppError('not_found', 'There is nothing at this address.')
    default:
      return null
  }
}

/** Classes of SQLSTATE, and errors of the connection, after which the same request may well succeed (stack.md 3). */
function isDatabaseAway(error: Error, code: string): boolean {
  if (/^(08|53|57|25006|25P0[34]|40001|40P01|55P03|ECONNREFUSED$|ECONNRESET$|EPIPE$)/.test(code)) return true
  // The last is said of a connection that was lost between two statements of a transaction.
  return /timeout exceeded when trying to connect|Connection terminated|is not queryable/.test(error.message)
}

function databaseAway(): AppError {
  return new AppError('unavailable', 'The database does not answer right now. Try again.')
}
