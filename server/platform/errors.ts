/** Every way a call may be refused. The HTTP edge alone knows which status each one becomes. */
export type ErrorCode =
  | 'invalid'
  | 'unknown_field'
  | 'malformed_json'
  | 'unauthenticated'
  | 'forbidden'
  | 'four_eyes'
  | 'not_found'
  | 'method_not_allowed'
  | 'unsupported_media_type'
  | 'too_large'
  | 'too_deep'
  | 'range_not_satisfiable'
  | 'conflict'
  | 'illegal_transition'
  | 'guard_failed'
  | 'offer_ended'
  | 'over_capacity'
  | 'quota_exceeded'
  | 'version_mismatch'
  | 'idempotency_key_reused'
  | 'idempotency_twin_running'
  | 'idempotency_key_required'
  | 'callback_refused'
  | 'workflow_invalid'
  | 'workflow_key_in_use'
  | 'rate_limited'
  | 'overloaded'
  | 'unavailable'

/** One complaint about one place of the input; `pointer` is a JSON pointer into the body or a parameter name. */
export interface FieldError {
  readonly pointer: string
  readonly code: string
  readonly message: string
}

/** What a caller did or met; expected, so never logged as an error. `details` are members added to the answer. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
  readonly fields: readonly FieldError[]

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, fields: FieldError[] = []) {
    super(message)
    this.code = code
    this.details = details
    this.fields = fields
  }
}

/** Refuses input for one named place: `refuseField('/queue', 'unknown_queue', 'No queue "x".')`. */
export function refuseField(pointer: string, code: string, message: string): AppError {
  return new AppError('invalid', message, {}, [{ pointer, code, message }])
}
