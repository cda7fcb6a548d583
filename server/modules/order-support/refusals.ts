import { AppError, type FieldError } from '../../platform/errors.ts'

/** Beckn's codes, as this surface refuses by them (seeds.md 2b). */
export const becknCodes = {
  invalidRequest: '30000',
  unknownOrder: '30010',
  unknownRated: '30014',
  invalidRating: '30015',
  notApplicable: '40001',
  noAgent: '40006',
  unratedCategory: '50003',
  noSupport: '50004',
} as const

/** The order is not registered; the answer says how it is. */
export function unknownOrder(orderId: string, publicUrl: string): AppError {
  const path = `/v1/orders/${encodeURIComponent(orderId)}`
  const body = '{"placedAt": "2026-11-20T08:45:00.000Z", "status": "CREATED"}'
  const register =
    `curl -sS -X PUT "${publicUrl}${path}" -H "Authorization: Bearer $TOKEN" ` +
    `-H "Content-Type: application/json" -d '${body}'`
  const message = `There is no order "${orderId}" here. Register it: ${register}`
  return new AppError('not_found', message, { beckn: becknCodes.unknownOrder, paths: '/orderId', register })
}

/** There is no open session of the order, or none the caller may see. */
export function noSession(): AppError {
  return new AppError('not_found', 'The order has no open support session.', { beckn: becknCodes.noSupport })
}

/** The session is there, and nobody serves it. */
export function noAgentYet(): AppError {
  return new AppError('not_found', 'Nobody serves this support session.', {
    beckn: becknCodes.noAgent,
    paths: '/agent',
  })
}

/** Nobody is as the search wants them, or none of them is there. */
export function nobodyFits(detail: string): AppError {
  return new AppError('conflict', detail, { beckn: becknCodes.noAgent, paths: '/agent' })
}

/** The session there is stands in the way. */
export function notApplicable(detail: string, more: Record<string, unknown> = {}): AppError {
  return new AppError('conflict', detail, { ...more, beckn: becknCodes.notApplicable })
}

/** The same refusal of a Support that came inside a message: its places are places of the message. */
export function insideMessage(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const { code, message, details, fields } = error
  const place = (pointer: string) => `/message/support${pointer === '/orderId' ? '/order_id' : pointer}`
  const { paths } = details
  const placed = fields.map((field) => ({ ...field, pointer: place(field.pointer) }))
  return new AppError(code, message, { ...details, ...(typeof paths === 'string' && { paths: place(paths) }) }, placed)
}

/** One member is wrong, under a code of Beckn of its own. */
export function refuseMember(beckn: string, field: FieldError): AppError {
  return new AppError('invalid', field.message, { beckn, paths: field.pointer }, [field])
}
