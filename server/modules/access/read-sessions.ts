import type { Installation } from '../../platform/installation.ts'
import { isSessionLive, type Session } from './session.ts'
import { findSessionById, listSessionsOfUser } from './session-view.ts'

/** The live sessions of a person, the last used first. */
export async function listSessions(installation: Installation, input: { userId: string }): Promise<Session[]> {
  const sessions = await installation.onGlobalTables((tx) => listSessionsOfUser(tx, input.userId))
  return sessions.filter((session) => isSessionLive(session, installation.now()))
}

/** Whether a session still stands and its person may still enter the workspace: what open sockets ask every few seconds. */
export async function isSessionStanding(
  installation: Installation,
  input: { sessionId: string; workspaceId: string },
): Promise<boolean> {
  const session = await installation.onGlobalTables((tx) => findSessionById(tx, input.sessionId))
  if (session === null || !isSessionLive(session, installation.now())) return false
  return session.memberships.some(({ workspace }) => workspace.id === input.workspaceId)
}
