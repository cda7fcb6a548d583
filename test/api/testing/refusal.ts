import type { Route } from '../../../server/http/route.ts'
import type { Seen } from './running-service.ts'

/** A refusal of this code; Beckn has one code for all that is wrong with a request, and a NACK for messages. */
export function refusal({ shapeProblem, url }: Route, code: string): object {
  if (shapeProblem === undefined) return { code }
  const error = { code: code === 'idempotency_twin_running' ? '40001' : '30000' }
  return url.startsWith('/support/') ? error : { message: { ack: { status: 'NACK' } }, error }
}

/** The places that a refusal names; a NACK names the first. */
export function pointersOf({ body }: Seen): string[] {
  const errors = body.errors as { pointer: string }[] | undefined
  return errors?.map(({ pointer }) => pointer) ?? [String(body.error.paths)]
}
