import type { WebSocketServer } from 'ws'

/** A request to upgrade, as the HTTP server hands it over. */
export type UpgradeRequest = Parameters<WebSocketServer['handleUpgrade']>[0]

const realtimePath = '/v1/realtime'
export const protocol = 'switchyard.v1'

/** What shows whose a socket is: a pass of the console, or a service token. */
export type GivenProof =
  | { readonly kind: 'pass'; readonly pass: string }
  | { readonly kind: 'token'; readonly token: string }

/** What a socket is opened with; `later` means that its first frame will tell. */
export type Proof = GivenProof | { readonly kind: 'later' }

/** What a handshake asks for, or the status it is refused with. */
export type Handshake =
  | { readonly status: 400 | 403 }
  | {
      readonly status: 101
      /** The last number the client has seen; null = begin with what happens next. */
      readonly after: number | null
      /** Asks for what is about the visitor alone, and not for all that it may see. */
      readonly isAboutMe: boolean
      readonly proof: Proof
      /** Passes count only from our own pages, which send their origin. */
      readonly isOwnPage: boolean
    }

/**
 * Judges a handshake before anybody is asked for. A browser always tells its origin, so any origin but our own is
 * refused, and a pass without one too (reliability.md X7); a cookie is never looked at.
 */
export function judgeHandshake(
  request: UpgradeRequest,
  isOwnOrigin: (origin: string, host: string | undefined) => boolean,
): Handshake {
  const { origin, authorization, host } = request.headers
  const isOwnPage = origin !== undefined && isOwnOrigin(origin, host)
  if (origin !== undefined && !isOwnPage) return { status: 403 }
  const query = new URLSearchParams((request.url ?? '').slice(realtimePath.length + 1))
  const after = readAfter(query)
  const isAboutMe = query.has('about')
  if (after === 'wrong' || (isAboutMe && query.get('about') !== 'me')) return { status: 400 }
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  const offersOthersOnly = protocols[0] !== '' && !protocols.includes(protocol)
  if (offersOthersOnly) return { status: 400 }
  const pass = protocols.find((name) => name.startsWith('pass.'))?.slice('pass.'.length)
  if (pass !== undefined && !isOwnPage) return { status: 403 }
  return { status: 101, after, isAboutMe, isOwnPage, proof: proofOf(pass, authorization) }
}

function proofOf(pass: string | undefined, authorization: string | undefined): Proof {
  if (pass !== undefined) return { kind: 'pass', pass }
  const token = /^Bearer +(\S{1,512})$/i.exec(authorization ?? '')?.[1]
  return token === undefined ? { kind: 'later' } : { kind: 'token', token }
}

function readAfter(query: URLSearchParams): number | null | 'wrong' {
  const after = query.get('after')
  if (after === null) return null
  return /^\d{1,15}$/.test(after) ? Number(after) : 'wrong'
}

/** True for a request to this socket's address, whatever its query. */
export function isForRealtime(request: UpgradeRequest): boolean {
  const url = request.url ?? ''
  return url === realtimePath || url.startsWith(`${realtimePath}?`)
}
