import { liveTokensOf, standingSessionsOf } from '../modules/access/index.ts'
import type { Installation } from '../platform/installation.ts'

/** What a long-lived connection was opened with; asked again every few seconds, because it can be revoked. */
export interface Credential {
  readonly kind: 'session' | 'token'
  /** The uuid of the session or token. */
  readonly id: string
  readonly workspaceId: string
}

/** Whether the connection may stay: the session is not signed out or over, the token not revoked or expired. */
export async function isStanding(installation: Installation, credential: Credential): Promise<boolean> {
  return (await standingOf(installation, [credential])).has(credential.id)
}

/** Asks the same of many connections, whose credentials are of one kind and workspace: gives the ids of those that stand. */
export async function standingOf(
  installation: Installation,
  credentials: readonly Credential[],
): Promise<ReadonlySet<string>> {
  const [first] = credentials
  if (first === undefined) return new Set()
  const ask = first.kind === 'token' ? liveTokensOf : standingSessionsOf
  return ask(
    installation,
    first.workspaceId,
    credentials.map(({ id }) => id),
  )
}
