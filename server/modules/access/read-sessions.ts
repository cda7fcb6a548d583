import type { Installation } from '../../platform/installation.ts'
import { isSessionLive, type Session } from './session.ts'
import { findSessionsInto, listSessionsOfUser } from './session-view.ts'

/** The live sessions of a person, the last used first. */
export async function listSessions(installation: Installation, input: { userId: string }): Promise<Session[]> {
  const sessions = await installation.onGlobalTables((tx) => listSessionsOfUser(tx, input.userId))
  return sessions.filter((session) => isSessionLive(session, installation.now()))
}

/**
 * Of these sessions those that still stand and whose persons may still enter the workspace: what open sockets ask every few
 * seconds.
 */
export async function standingSessionsOf(
  installation: Installation,
  workspaceId: string,
  sessionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await installation.onGlobalTables((tx) => findSessionsInto(tx, workspaceId, sessionIds))
  const at = installation.now()
  return new Set(found.filter((session) => isSessionLive(session, at)).map(({ sessionId }) => sessionId))
}
