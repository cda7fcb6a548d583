import { decodeId } from '../../platform/ids.ts'
import { protocol, type UpgradeRequest } from '../handshake.ts'
import type { Accepted } from '../reception.ts'

/** What the socket of a chat asks for. */
export interface ChatWish extends Accepted {
  readonly chatId: string
  /** The number of the last message the page has; 0 = none. */
  readonly after: number
}

const address = /^\/v1\/chat\/sessions\/([^/?]+)\/stream(?:\?(.*))?$/
const token = /^[\w.~+/=-]{1,512}$/

/** True for a request to the socket of a chat, whatever its query. */
export function isForChat(request: UpgradeRequest): boolean {
  return address.test(request.url ?? '')
}

/**
 * Judges a handshake. The page of a chat's customer may be of any origin, for what it shows is the chat's own token and never
 * a cookie; a pass of the console counts from our own pages only.
 */
export function judgeChatHandshake(
  request: UpgradeRequest,
  isOwnOrigin: (origin: string, host: string | undefined) => boolean,
): ChatWish | { readonly status: 400 | 403 | 404 } {
  const { origin, authorization, host } = request.headers
  const [, id = '', query = ''] = address.exec(request.url ?? '') ?? []
  const chatId = decodeId('chat', id)
  if (chatId === null) return { status: 404 }
  const after = new URLSearchParams(query).get('after') ?? '0'
  if (!/^\d{1,9}$/.test(after)) return { status: 400 }
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  if (protocols[0] !== '' && !protocols.includes(protocol)) return { status: 400 }
  const shown = (prefix: string) => protocols.find((name) => name.startsWith(prefix))?.slice(prefix.length)
  const isOwnPage = origin !== undefined && isOwnOrigin(origin, host)
  const accepted = { status: 101, chatId, after: Number(after), isOwnPage } as const
  const pass = shown('pass.')
  if (pass !== undefined) return isOwnPage ? { ...accepted, proof: { kind: 'pass', pass } } : { status: 403 }
  const bearer = shown('bearer.') ?? /^Bearer +(\S{1,512})$/i.exec(authorization ?? '')?.[1]
  if (bearer === undefined) return { ...accepted, proof: { kind: 'later' } }
  return token.test(bearer) ? { ...accepted, proof: { kind: 'token', token: bearer } } : { status: 400 }
}
