import type { Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { isSecretText, randomSecret, secretHash } from '../../platform/random-secret.ts'
import { absoluteMs, type Device, type NewSession } from './session.ts'
import { deleteSessionByHash, insertSession } from './session-store.ts'

/** What every way of signing in knows besides who it is. */
export interface Arrival {
  readonly device: Device
  /** The cookie the browser came with: signing in ends that session and never goes on with its id. */
  readonly oldCookie: string | null
}

/** Begins a session under an id nobody has seen before. */
export async function startSession(tx: Tx, userId: string, arrival: Arrival, nowMs: number): Promise<NewSession> {
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
  return { sessionId, userId, secret, expiresAt }
}
