import type { Installation } from '../../platform/installation.ts'
import { isSecretText, secretHash } from '../../platform/random-secret.ts'
import { forgetSessions } from './authenticate-session.ts'
import { deleteSession, deleteSessionByHash } from './session-store.ts'

/** Ends the session of this cookie; without one there is nothing to do. */
export async function signOut(installation: Installation, cookie: string | null): Promise<void> {
  if (!isSecretText(cookie)) return
  const hash = secretHash(cookie)
  const ended = await installation.onGlobalTables((tx) => deleteSessionByHash(tx, hash))
  forgetSessions(installation.memory, (session) => session.sessionId === ended)
}

/** Ends one of a person's own sessions, elsewhere within a second; false when they have none such. */
export async function revokeSession(
  installation: Installation,
  input: { userId: string; sessionId: string },
): Promise<boolean> {
  const isEnded = await installation.onGlobalTables((tx) => deleteSession(tx, input.userId, input.sessionId))
  forgetSessions(installation.memory, (session) => session.sessionId === input.sessionId)
  return isEnded
}
