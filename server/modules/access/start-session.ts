import type { Tx } from '../../platform/context.ts'
import type { Installation } from '../../platform/installation.ts'
import type { Origin } from '../../platform/origin.ts'
import { appendUserEvent } from './append-user-event.ts'
import { newId } from '../../platform/ids.ts'
import { isSecretText, randomSecret, secretHash } from '../../platform/random-secret.ts'
import { absoluteMs, type Device, type NewSession } from './session.ts'
import { deleteSessionByHash, insertSession } from './session-store.ts'

/** What every way of signing in knows besides who it is. */
export interface Arrival {
  readonly device: Device
  /** The cookie the browser came with: signing in ends that session and never goes on with its id. */
  readonly oldCookie: string | null
  /** From where, for the audit trail. */
  readonly origin?: Origin
}

/** Begins a session under an id nobody has seen before, and records it in the person's workspaces. */
export async function startSession(
  tx: Tx,
  installation: Installation,
  signedIn: { userId: string; by: 'password' | 'link'; arrival: Arrival },
): Promise<NewSession> {
  const { userId, by, arrival } = signedIn
  const nowMs = installation.now()
  if (isSecretText(arrival.oldCookie)) await deleteSessionByHash(tx, secretHash(arrival.oldCookie))
  const secret = randomSecret()
  const sessionId = newId()
  const expiresAt = nowMs + absoluteMs
  const { userAgent, address } = arrival.device
  await insertSession(tx, {
    id: sessionId,
    hash: secretHash(secret),
    userId,
    device: { userAgent: userAgent.slice(0, 400), address },
    createdAtMs: nowMs,
    expiresAtMs: expiresAt,
  })
  const event = { type: 'member.signed_in', sessionId, by } as const
  await appendUserEvent(tx, installation, { userId, event, origin: arrival.origin ?? null })
  return { sessionId, userId, secret, expiresAt }
}
