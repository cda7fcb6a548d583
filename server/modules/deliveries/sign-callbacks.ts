import { isPartnerEvent } from '../../core/handoff/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { hexSignature, type OutboundRequest, signWebhook } from '../../platform/outbound/index.ts'
import { callbackSecrets, callbackSecretsOfAll, type KeyOwner } from '../access/index.ts'
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
  const byOwner = [...Map.groupBy(input.claimed, ({ ownerKind, ownerId }) => `${ownerKind} ${ownerId}`).values()]
  const owners = byOwner.flatMap(([first]) => (first === undefined ? [] : [ownerOf(first)]))
  const known = await context.read((tx) => callbackSecretsOfAll(tx, context, owners))
  const timestampSeconds = Math.floor((context.now() - context.workspace.clockOffsetMs) / 1000)
  const by = { timestampSeconds, userAgent: input.userAgent }
  const signed = byOwner.map(async (claimed, index): Promise<SignedCallback[]> => {
    const secrets = known[index] ?? (await secretsOf(context, claimed))
    if (secrets instanceof Error) return claimed.map((delivery) => ({ kind: 'broken', delivery, error: secrets }))
    return claimed.map((delivery) => sign(delivery, { ...by, secrets }))
  })
  return (await Promise.all(signed)).flat()
}

const ownerOf = ({ ownerKind, ownerId }: ClaimedDelivery): KeyOwner => ({ kind: ownerKind, id: ownerId })

/** The first key of an owner, or why there is none. */
async function secretsOf(context: Context, [first]: readonly ClaimedDelivery[]): Promise<readonly string[] | Error> {
  if (first === undefined) return []
  try {
    // oxlint-disable-next-line switchyard/verb -- callbackSecrets itself records a key that it makes
    return await context.transaction((tx) => callbackSecrets(tx, context, ownerOf(first)))
  } catch (error) {
    return asError(error)
  }
}

function sign(
  delivery: ClaimedDelivery,
  by: { secrets: readonly string[]; timestampSeconds: number; userAgent: string },
): SignedCallback {
  const id = encodeId('event', delivery.eventId)
  const { timestampSeconds, secrets } = by
  const { url, type, body, ownerKind } = delivery
  const isTestOfPartner = type === 'webhook.test' && ownerKind === 'partner'
  const told = {
    id,
    type,
    body,
    isTestOfPartner,
    attempt: delivery.attempts + 1,
    timestampSeconds,
    userAgent: by.userAgent,
    secrets,
  }
  try {
    return { kind: 'signed', delivery, request: { url, method: 'POST', headers: signedHeaders(told), body } }
  } catch (error) {
    return { kind: 'broken', delivery, error: asError(error) }
  }
}

/** What a receiver is told and by which keys. */
export interface SignedText {
  /** The `webhook-id`: a repeat has the same. */
  readonly id: string
  readonly type: string
  readonly body: string
  readonly attempt: number
  readonly timestampSeconds: number
  readonly userAgent: string
  readonly secrets: readonly string[]
  /** A test of a partner's endpoint, which is to see how its events are signed. */
  readonly isTestOfPartner?: boolean
}

/** The headers that go with it, as every receiver gets them. */
export function signedHeaders(text: SignedText): Record<string, string> {
  const { id, timestampSeconds, body, secrets } = text
  return {
    'content-type': 'application/json',
    'user-agent': text.userAgent,
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signWebhook({ id, timestampSeconds, body, secrets }),
    'webhook-attempt': String(text.attempt),
    'webhook-event-type': text.type,
    ...ofPartners(text, secrets),
  }
}

/** Partner events are signed in the partners' own way as well, with the newest key: that header holds one signature. */
function ofPartners(text: SignedText, [newest]: readonly string[]): Record<string, string> {
  const { type, body, isTestOfPartner = false } = text
  return (isPartnerEvent(type) || isTestOfPartner) && newest !== undefined
    ? { 'x-signature': hexSignature(newest, body) }
    : {}
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
