import { isSessionStanding, isTokenLive, liveTokensOf } from '../modules/access/index.ts'
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

/** Asks the same of many connections: tokens by the thousand together, sessions, which are few, one by one. */
export async function standingOf(
  installation: Installation,
  credentials: readonly Credential[],
): Promise<ReadonlySet<string>> {
  const [first] = credentials
  if (first === undefined) return new Set()
  if (first.kind === 'token')
    return liveTokensOf(
      installation,
      first.workspaceId,
      credentials.map(({ id }) => id),
    )
  const standing = await Promise.all(
    credentials.map(async (credential) => ((await isStanding(installation, credential)) ? [credential.id] : [])),
  )
  return new Set(standing.flat())
}
