import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { type OutboundRequest, signWebhook } from '../../platform/outbound/index.ts'
import { callbackSecrets } from '../access/index.ts'
import type { ClaimedDelivery } from './delivery.ts'
import { requireSystem } from './require-system.ts'

/** A delivery ready to be sent, or the error that keeps us from sending it. */
export type SignedCallback =
  | { readonly kind: 'signed'; readonly delivery: ClaimedDelivery; readonly request: OutboundRequest }
  | { readonly kind: 'broken'; readonly delivery: ClaimedDelivery; readonly error: Error }

/**
 * Makes the requests of claimed deliveries, signed with all live secrets of their owners (reliability.md 3.2, Standard
 * Webhooks 1.0). What fails for one owner or one delivery fails for no other.
 */
export async function signCallbacks(
  context: Context,
  input: { claimed: readonly ClaimedDelivery[]; userAgent: string },
): Promise<SignedCallback[]> {
  requireSystem(context)
  const byOwner = Map.groupBy(input.claimed, (delivery) => `${delivery.ownerKind} ${delivery.ownerId}`)
  const signed = await Promise.all([...byOwner.values()].map((claimed) => signForOwner(context, { ...input, claimed })))
  return signed.flat()
}

async function signForOwner(
  context: Context,
  { claimed, userAgent }: { claimed: readonly ClaimedDelivery[]; userAgent: string },
): Promise<SignedCallback[]> {
  const [first] = claimed
  if (first === undefined) return []
  const owner = { kind: first.ownerKind, id: first.ownerId }
  try {
    // oxlint-disable-next-line switchyard/verb -- callbackSecrets itself records a key that it makes
    const secrets = await context.transaction((tx) => callbackSecrets(tx, context, owner))
    const timestampSeconds = Math.floor((context.now() - context.workspace.clockOffsetMs) / 1000)
    return claimed.map((delivery) => sign(delivery, { secrets, timestampSeconds, userAgent }))
  } catch (error) {
    return claimed.map((delivery) => ({ kind: 'broken', delivery, error: asError(error) }))
  }
}

function sign(
  delivery: ClaimedDelivery,
  by: { secrets: readonly string[]; timestampSeconds: number; userAgent: string },
): SignedCallback {
  const id = encodeId('event', delivery.eventId)
  const { timestampSeconds, secrets } = by
  try {
    const headers = {
      'content-type': 'application/json',
      'user-agent': by.userAgent,
      'webhook-id': id,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': signWebhook({ id, timestampSeconds, body: delivery.body, secrets }),
      'webhook-attempt': String(delivery.attempts + 1),
      'webhook-event-type': delivery.type,
    }
    return { kind: 'signed', delivery, request: { url: delivery.url, method: 'POST', headers, body: delivery.body } }
  } catch (error) {
    return { kind: 'broken', delivery, error: asError(error) }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
