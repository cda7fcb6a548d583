import type { Installation } from '../../platform/installation.ts'
import type { Origin } from '../../platform/origin.ts'
import { isSecretText, secretHash } from '../../platform/random-secret.ts'
import { appendUserEvent } from './append-user-event.ts'
import { forgetSessions } from './authenticate-session.ts'
import { deleteSession, deleteSessionByHash } from './session-store.ts'

/** Ends the session of this cookie; without one there is nothing to do. */
export async function signOut(
  installation: Installation,
  cookie: string | null,
  origin: Origin | null = null,
): Promise<void> {
  if (!isSecretText(cookie)) return
  const hash = secretHash(cookie)
  const ended = await installation.onGlobalTables(async (tx) => {
    const session = await deleteSessionByHash(tx, hash)
    if (session === null) return null
    const event = { type: 'member.session_ended', sessionId: session.id, by: 'sign_out' } as const
    await appendUserEvent(tx, installation, { userId: session.userId, event, origin })
    return session.id
  })
  forgetSessions(installation.memory, (session) => session.sessionId === ended)
}

/** Ends one of a person's own sessions, elsewhere within a second; false when they have none such. */
export async function revokeSession(
  installation: Installation,
  input: { userId: string; sessionId: string; origin?: Origin | null },
): Promise<boolean> {
  const { userId, sessionId, origin = null } = input
  const isEnded = await installation.onGlobalTables(async (tx) => {
    if (!(await deleteSession(tx, userId, sessionId))) return false
    const event = { type: 'member.session_ended', sessionId, by: 'revoked' } as const
    await appendUserEvent(tx, installation, { userId, event, origin })
    return true
  })
  forgetSessions(installation.memory, (session) => session.sessionId === sessionId)
  return isEnded
}
