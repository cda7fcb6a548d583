import { createHash } from 'node:crypto'
import { encodeId } from '../../platform/ids.ts'
import { canonicalJson, type signingKey } from '../audit/index.ts'
import { type Actor, presentActor } from '../events/index.ts'

/** Why somebody is erased, as a code: a receipt holds no words about anybody. */
export const erasureReasons = ['requested', 'retention', 'order', 'mistake'] as const
export type ErasureReason = (typeof erasureReasons)[number]

/** What stays of a person, and on which ground. */
export type KeptThing = 'events' | 'figures' | 'caseLinks' | 'callRefs'

/** What an erasure says of itself: ids, codes and figures only. */
export interface ReceiptFacts {
  readonly workspaceId: string
  readonly customerId: string
  /** Every customer row that was this one, further ids among them: what a restored backup is searched for. */
  readonly customerIds: readonly string[]
  readonly reason: ErasureReason
  readonly erasedAt: number
  readonly erasedBy: Actor
  /** Rows changed or removed, by table. */
  readonly counts: Readonly<Record<string, number>>
  /** How much of what is kept there was. */
  readonly kept: Readonly<Record<KeptThing, number>>
}

/** The receipt as the API writes it, without what proves it. */
export interface ReceiptText {
  readonly kind: 'customer-erasure'
  readonly workspaceId: string
  readonly customerId: string
  readonly customerIds: readonly string[]
  readonly reason: ErasureReason
  readonly erasedAt: string
  readonly erasedBy: { readonly kind: string; readonly id: string }
  readonly counts: Readonly<Record<string, number>>
  readonly kept: Readonly<Record<KeptThing, number>>
}

/** A receipt with its proof: SHA-256 of it as RFC 8785 writes it, signed with the workspace's audit key (Ed25519). */
export interface Receipt extends ReceiptText {
  readonly hash: string
  readonly keyNumber: number
  readonly signature: string
}

export function receiptText(facts: ReceiptFacts): ReceiptText {
  const { workspaceId, customerId, customerIds, erasedAt, erasedBy, ...rest } = facts
  return {
    kind: 'customer-erasure',
    workspaceId: encodeId('workspace', workspaceId),
    customerId: encodeId('customer', customerId),
    customerIds: customerIds.map((id) => encodeId('customer', id)),
    erasedAt: new Date(erasedAt).toISOString(),
    ...rest,
    erasedBy: presentActor(erasedBy),
  }
}

/** The hash of a receipt: of its text without what proves it. */
export function receiptHash(text: object): Buffer {
  return createHash('sha256').update(canonicalJson(text)).digest()
}

/** What proves a receipt: its hash, and the signature of the newest key of the workspace's audit trail. */
export function proofOf(
  key: Awaited<ReturnType<typeof signingKey>>,
  text: object,
): { hash: Buffer; keyNumber: number; signature: Buffer } {
  return { hash: receiptHash(text), keyNumber: key.number, signature: key.sign(Buffer.from(canonicalJson(text))) }
}

/** A receipt as the API answers it. */
export function presentReceipt({ erasedBy, customerIds, counts, kept, ...rest }: Receipt) {
  return { ...rest, customerIds: [...customerIds], erasedBy: { ...erasedBy }, counts: { ...counts }, kept: { ...kept } }
}
