import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Customer } from '../customers/index.ts'

/** How long a merge of customers may be undone. */
export const undoWindowMs = 30 * 24 * 3_600_000

/** A merge as it is kept: what followed the source into the target, so that undoing it gives the same back. */
export interface CustomerMerge {
  readonly id: string
  readonly sourceId: string
  readonly targetId: string
  readonly reason: string | null
  readonly ticketIds: readonly string[]
  readonly orderIds: readonly string[]
  readonly tokenIds: readonly string[]
  readonly memberIds: readonly string[]
  readonly filled: readonly string[]
  readonly filledAttributes: readonly string[]
  readonly mergedAt: number
}

export const mergeRefusals = ['same_customer', 'already_merged', 'target_merged', 'erased'] as const
export type MergeRefusal = (typeof mergeRefusals)[number]

/** Why one customer may not go on as another, or null. A target goes on itself, so pointers lead to it in one step. */
export function mergeRefusal(source: Customer, target: Customer): MergeRefusal | null {
  if (source.id === target.id) return 'same_customer'
  if (source.erasedAt !== null || target.erasedAt !== null) return 'erased'
  if (source.mergedInto !== null) return 'already_merged'
  if (target.mergedInto !== null) return 'target_merged'
  return null
}

const sentences: Readonly<Record<MergeRefusal, string>> = {
  same_customer: 'A customer cannot be merged into itself.',
  already_merged: 'This customer was merged into another one already; undo that first.',
  target_merged: 'The other customer was merged itself; merge into the one it goes on as.',
  erased: 'One of the two was erased; nothing of it is left to merge.',
}

/** The refusal as callers hear it. */
export function refuseMerge(
  reason: MergeRefusal,
  { source, target }: { source: Customer; target: Customer },
): AppError {
  const pointer = reason === 'already_merged' ? source.mergedInto : target.mergedInto
  const mergedInto =
    pointer === null ? {} : { mergedInto: { id: encodeId('customer', pointer.id), externalId: pointer.externalId } }
  return new AppError('conflict', sentences[reason], { reason, ...mergedInto })
}
