import type { Workspace } from '../../platform/context.ts'
import type { Principal } from '../../platform/principal.ts'

/** One browser somebody is signed in with. */
export interface Session {
  readonly id: string
  readonly userAgent: string
  readonly address: string
  readonly createdAt: number
  readonly lastSeenAt: number
  readonly expiresAt: number
}

/** Where a sign-in comes from; kept so that people recognise their sessions. */
export interface Device {
  readonly userAgent: string
  readonly address: string
}

/** A session that has just begun. `secret` goes into the cookie and is stored nowhere. */
export interface NewSession {
  readonly sessionId: string
  readonly userId: string
  readonly secret: string
  readonly expiresAt: number
}

/** Who a session's cookie turned out to be, in the workspace asked for. */
export interface AuthenticatedSession {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly sessionId: string
  readonly userId: string
}

/** A session ends after an hour without use and in any case after a day (reliability.md 3.15). */
export const idleMs = 60 * 60 * 1000
export const absoluteMs = 24 * 60 * 60 * 1000

export function isSessionLive(session: Pick<Session, 'lastSeenAt' | 'expiresAt'>, nowMs: number): boolean {
  return nowMs < session.expiresAt && nowMs < session.lastSeenAt + idleMs
}
