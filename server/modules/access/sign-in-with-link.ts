import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import type { Origin } from '../../platform/origin.ts'
import { isSecretText, randomSecret, secretHash } from '../../platform/random-secret.ts'
import { appendUserEvent } from './append-user-event.ts'
import type { NewSession } from './session.ts'
import { insertSignInLink, useSignInLink } from './sign-in-link-store.ts'
import { type Arrival, startSession } from './start-session.ts'
import { normaliseEmail } from './user.ts'
import { findUserByEmail } from './user-store.ts'

const lifetimeMs = 10 * 60 * 1000

/** Makes a one-time link for a person: the secret to put into it, good for 10 minutes. Null when nobody has the address. */
export async function issueSignInLink(
  installation: Installation,
  email: string,
  origin: Origin | null = null,
): Promise<string | null> {
  return installation.onGlobalTables(async (tx) => {
    const user = await findUserByEmail(tx, normaliseEmail(email))
    if (user === null) return null
    const secret = randomSecret()
    const nowMs = installation.now()
    const link = { hash: secretHash(secret), userId: user.id, createdAtMs: nowMs, expiresAtMs: nowMs + lifetimeMs }
    await insertSignInLink(tx, link)
    await appendUserEvent(tx, installation, { userId: user.id, event: { type: 'member.link_issued' }, origin })
    return secret
  })
}

/** Signs in by a one-time link. Throws `unauthenticated` when it is unknown, used or too old, never saying which. */
export async function signInWithLink(
  installation: Installation,
  input: { token: string } & Arrival,
): Promise<NewSession> {
  if (!isSecretText(input.token)) throw refuse()
  const hash = secretHash(input.token)
  return installation.onGlobalTables(async (tx) => {
    const userId = await useSignInLink(tx, hash, installation.now())
    if (userId === null) throw refuse()
    return startSession(tx, installation, { userId, by: 'link', arrival: input })
  })
}

function refuse(): AppError {
  return new AppError('unauthenticated', 'This sign-in link does not work any more: it works once and for 10 minutes.')
}
