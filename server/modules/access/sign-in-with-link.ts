import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import type { Origin } from '../../platform/origin.ts'
import { isSecretText, randomSecret, secretHash } from '../../platform/random-secret.ts'
import { appendUserEvent } from './append-user-event.ts'
import type { NewSession } from './session.ts'
import { countOpenLinks, insertSignInLink, useSignInLink } from './sign-in-link-store.ts'
import { type Arrival, startSession } from './start-session.ts'
import { normaliseEmail } from './user.ts'
import { findUserByEmail } from './user-store.ts'

const lifetimeMs = 10 * 60 * 1000

/** For how long a link works. */
export const signInLinkMinutes = lifetimeMs / 60_000

/** So many links of a person work at a time where anybody may ask for one: more would only fill their mailbox. */
const mostMailed = 3

/** Makes a one-time link for a person: the secret to put into it, good for 10 minutes. Null when nobody has the address. */
export async function issueSignInLink(
  installation: Installation,
  email: string,
  origin: Origin | null = null,
): Promise<string | null> {
  return (await issue(installation, { email, origin, most: Infinity }))?.secret ?? null
}

/** A link and whom it is for. */
export interface IssuedLink {
  readonly secret: string
  readonly email: string
  readonly name: string
}

/** The same for who asks without saying who they are: also null while enough links of that person work. */
export function issueMailedLink(
  installation: Installation,
  { email, origin }: { email: string; origin: Origin },
): Promise<IssuedLink | null> {
  return issue(installation, { email, origin, most: mostMailed })
}

async function issue(
  installation: Installation,
  asked: { email: string; origin: Origin | null; most: number },
): Promise<IssuedLink | null> {
  return installation.onGlobalTables(async (tx) => {
    const user = await findUserByEmail(tx, normaliseEmail(asked.email))
    if (user === null) return null
    const nowMs = installation.now()
    if (asked.most < Infinity && (await countOpenLinks(tx, user.id, nowMs)) >= asked.most) return null
    const secret = randomSecret()
    const link = { hash: secretHash(secret), userId: user.id, createdAtMs: nowMs, expiresAtMs: nowMs + lifetimeMs }
    await insertSignInLink(tx, link)
    const event = { type: 'member.link_issued' } as const
    await appendUserEvent(tx, installation, { userId: user.id, event, origin: asked.origin })
    return { secret, email: user.email, name: user.name }
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
