import type { FastifyRequest } from 'fastify'
import { AppError } from '../platform/errors.ts'
import type { Workspace } from '../platform/context.ts'
import type { Principal } from '../platform/principal.ts'

/** Who calls, and where. */
export interface Caller {
  readonly workspace: Workspace
  readonly principal: Principal
  /** The token's quota; null means none. */
  readonly ratePerSecond: number | null
  /** What the caller showed: a token or a session. */
  readonly tokenId?: string
  readonly sessionId?: string
}

/** Finds out who calls; both throw `unauthenticated`. */
export interface Authenticate {
  token(tokenText: string): Promise<Caller> | Caller
  /** `workspaceSlug` is what the caller asked for by `X-Workspace`; null leaves the choice. */
  session(cookieValue: string, workspaceSlug: string | null): Promise<Caller> | Caller
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** `__Host-` needs https, which a service on loopback does not have. */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-switchyard' : 'switchyard'
}

/**
 * The caller of a request: a bearer token, else the console's cookie. A token's `X-Workspace` must be its own; a cookie
 * counts for a change only when the request comes from our own pages (api.md, Conventions).
 */
export async function identify(
  request: FastifyRequest,
  authenticate: Authenticate,
  publicUrl: string,
): Promise<Caller> {
  const slug = workspaceHeader(request)
  const token = bearerToken(request)
  if (token !== null) {
    const caller = await authenticate.token(token)
    if (slug !== null && slug !== caller.workspace.slug) {
      throw new AppError('forbidden', 'This token does not open that workspace.')
    }
    return caller
  }
  const cookie = cookieOf(request, sessionCookieName(publicUrl))
  if (cookie === null) throw new AppError('unauthenticated', 'Send a service token as "Authorization: Bearer sy_…".')
  if (!safeMethods.has(request.method)) requireOwnOrigin(request, publicUrl)
  return authenticate.session(cookie, slug)
}

/** Refuses a request that a page of another origin made a browser send. */
export function requireOwnOrigin(request: FastifyRequest, publicUrl: string): void {
  const origin = request.headers.origin
  const isOwn =
    origin === undefined
      ? request.headers['sec-fetch-site'] === 'same-origin'
      : isOwnOrigin(origin, request.headers.host, publicUrl)
  if (!isOwn) throw new AppError('forbidden', 'A browser may send this from our own pages only.')
}

/** Whether a page is ours: of the public address, or of the very host it now asks, by whatever name that was reached. */
export function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (origin === URL.parse(publicUrl)?.origin) return true
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

function bearerToken(request: FastifyRequest): string | null {
  const header = request.headers.authorization
  if (header === undefined) return null
  const token = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(header)?.[1]
  if (token === undefined)
    throw new AppError('unauthenticated', 'Send a service token as "Authorization: Bearer sy_…".')
  return token
}

function workspaceHeader(request: FastifyRequest): string | null {
  const header = request.headers['x-workspace']
  return typeof header === 'string' && header !== '' ? header : null
}

/** The value of one cookie of the request; null when it is not there. */
export function cookieOf(request: Pick<FastifyRequest, 'headers'>, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const separator = pair.indexOf('=')
    if (separator > 0 && pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim()
  }
  return null
}
