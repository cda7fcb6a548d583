import { createHmac, timingSafeEqual } from 'node:crypto'

/** Who a page's backend says its visitor is. */
export interface Identity {
  /** The customer's external id. */
  readonly customerId: string
  readonly name?: string
  readonly email?: string
  readonly phone?: string
}

/** A word that was signed for longer than this is good for whoever finds it. */
const longestMs = 24 * 3_600_000
/** How far two clocks may be apart. */
const leewayMs = 60_000

/**
 * Reads a JSON Web Token (RFC 7519) of the algorithm HS256, signed with one of these secrets: `sub` is the customer, `exp`
 * an instant within the next 24 hours. Null for anything else, whatever is wrong with it.
 */
export function readIdentity(token: string, secrets: readonly string[], nowMs: number): Identity | null {
  const parts = token.split('.')
  const [head = '', body = '', signature = ''] = parts
  if (parts.length !== 3 || objectOf(head)?.['alg'] !== 'HS256') return null
  const given = Buffer.from(signature, 'base64url')
  const isSigned = secrets.some((secret) => {
    const wanted = createHmac('sha256', secret).update(`${head}.${body}`).digest()
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  })
  const claims = isSigned ? objectOf(body) : null
  if (claims === null) return null
  const { sub, exp } = claims
  if (typeof sub !== 'string' || sub.length === 0 || sub.length > 200 || typeof exp !== 'number') return null
  const endsInMs = exp * 1000 - nowMs
  if (endsInMs <= -leewayMs || endsInMs > longestMs + leewayMs) return null
  return { customerId: sub, ...textsOf(claims) }
}

function textsOf(claims: Readonly<Record<string, unknown>>): Omit<Identity, 'customerId'> {
  const told = (['name', 'email', 'phone'] as const).flatMap((member) => {
    const text = claims[member]
    return typeof text === 'string' && text.length > 0 && text.length <= 200 ? [[member, text] as const] : []
  })
  return Object.fromEntries(told)
}

function objectOf(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}
