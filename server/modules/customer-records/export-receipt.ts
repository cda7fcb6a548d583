import { encodeId } from '../../platform/ids.ts'
import { type Actor, presentActor } from '../events/index.ts'

/** What a copy says of itself: ids, codes and figures only. */
export interface ExportFacts {
  readonly workspaceId: string
  readonly customerId: string
  /** Every customer row that was this one, further ids among them. */
  readonly customerIds: readonly string[]
  readonly exportedAt: string
  readonly exportedBy: Actor
  readonly counts: { readonly orders: number; readonly tickets: number; readonly messages: number }
  /** SHA-256 of the document up to its receipt. */
  readonly contentHash: string
}

/** The receipt of a copy as the API writes it, without what proves it. */
export type ExportReceiptText = ReturnType<typeof exportReceiptText>

export function exportReceiptText({ workspaceId, customerId, customerIds, exportedBy, ...rest }: ExportFacts) {
  const { exportedAt, counts, contentHash } = rest
  return {
    kind: 'customer-export' as const,
    workspaceId: encodeId('workspace', workspaceId),
    customerId: encodeId('customer', customerId),
    customerIds: customerIds.map((id) => encodeId('customer', id)),
    exportedAt,
    exportedBy: presentActor(exportedBy),
    counts: { ...counts },
    contentHash,
  }
}

/** A receipt with its proof, as that of an erasure has it. */
export interface ExportReceipt extends ExportReceiptText {
  readonly hash: string
  readonly keyNumber: number
  readonly signature: string
}
