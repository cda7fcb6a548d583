import { isSessionStanding, isTokenLive } from '../modules/access/index.ts'
import type { Installation } from '../platform/installation.ts'

/** What a long-lived connection was opened with; asked again every few seconds, because it can be revoked. */
export interface Credential {
  readonly kind: 'session' | 'token'
  /** The uuid of the session or token. */
  readonly id: string
  readonly workspaceId: string
}

/** Whether the connection may stay: the session is not signed out or over, the token not revoked or expired. */
export function isStanding(installation: Installation, { kind, id, workspaceId }: Credential): Promise<boolean> {
  return kind === 'token'
    ? isTokenLive(installation, workspaceId, id)
    : isSessionStanding(installation, { sessionId: id, workspaceId })
}
