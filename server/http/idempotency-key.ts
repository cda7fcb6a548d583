import { createHash } from 'node:crypto'
import { refuseField } from '../platform/errors.ts'
import type { CallRequest, IdempotencyKey, Route } from './route.ts'

/** The key a POST was sent with and what it stands for; null when it was sent without one. */
export function idempotencyKeyOf(route: Route, request: CallRequest): IdempotencyKey | null {
  const header = request.headers['idempotency-key']
  if (header === undefined || route.method !== 'POST' || route.idempotency === 'none') return null
  const key = readKey(String(header))
  if (key === null) {
    throw refuseField('Idempotency-Key', 'wrong_form', 'Idempotency-Key takes 1 to 255 printable ASCII characters.')
  }
  return { key, fingerprint: fingerprintOf(route, request), route: `${route.method} ${route.url}` }
}

/** A quoted string (RFC 8941) or the bare characters. */
function readKey(header: string): string | null {
  const text = header.trim()
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(text)?.[1]
  const bare = /^[\x20\x21\x23-\x7e]*$/.exec(text)?.[0]
  const key = quoted === undefined ? bare : quoted.replace(/\\(["\\])/g, '$1')
  return key === undefined || key.length < 1 || key.length > 255 ? null : key
}

function fingerprintOf(route: Route, request: CallRequest): Uint8Array {
  const [path = '', query = ''] = request.url.split('?', 2)
  const parameters = new URLSearchParams(query)
  parameters.sort()
  // The same request at an alias is the same request.
  const address = route.aliases?.includes(path) === true ? route.url : path
  return createHash('sha256')
    .update(`${route.method}\n${address}\n${parameters.toString()}\n`)
    .update(request.rawBody)
    .digest()
}
