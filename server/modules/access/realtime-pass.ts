import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { isSecretText, randomSecret, secretHash } from '../../platform/random-secret.ts'
import { enterWorkspace } from './authenticate-session.ts'
import { insertPass, usePass } from './realtime-pass-store.ts'
import { type AuthenticatedSession, isSessionLive } from './session.ts'
import { findSessionById } from './session-view.ts'

const lifetimeMs = 60_000

/** Makes a pass that opens one socket within 60 s: a cookie alone never does (reliability.md X7). */
export async function issuePass(
  installation: Installation,
  session: Pick<AuthenticatedSession, 'sessionId' | 'workspace'>,
): Promise<{ pass: string; expiresAt: number }> {
  const pass = randomSecret()
  const expiresAtMs = installation.now() + lifetimeMs
  const { sessionId, workspace } = session
  await installation.onGlobalTables((tx) =>
    insertPass(tx, { hash: secretHash(pass), workspaceId: workspace.id, sessionId, expiresAtMs }),
  )
  return { pass, expiresAt: expiresAtMs }
}

/** Tells whose pass this is and uses it up. Throws `unauthenticated` when it is unknown, used, too old or signed out. */
export async function redeemPass(installation: Installation, text: string): Promise<AuthenticatedSession> {
  if (!isSecretText(text)) throw refuse()
  const nowMs = installation.now()
  const hash = secretHash(text)
  const found = await installation.onGlobalTables(async (tx) => {
    const pass = await usePass(tx, hash, nowMs)
    const session = pass === null ? null : await findSessionById(tx, pass.sessionId)
    return pass === null || session === null ? null : { pass, session }
  })
  if (found === null || !isSessionLive(found.session, nowMs)) throw refuse()
  const { pass, session } = found
  const entered = await enterWorkspace(installation, session, (workspace) => workspace.id === pass.workspaceId)
  if (entered === null) throw refuse()
  return entered
}

function refuse(): AppError {
  return new AppError('unauthenticated', 'This pass does not work: it works once and for 60 seconds.')
}
