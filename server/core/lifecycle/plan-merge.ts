import { hasEnded, type Lifecycle, type StatusCategory } from './lifecycle.ts'
import { planReply } from './plan-reply.ts'
import type { TicketFacts } from './plan-transition.ts'
import { categoryOf } from './read-status.ts'

/** How long a merge may be undone. */
export const undoWindowMs = 30 * 24 * 3_600_000

/** One of two tickets that are to become one. */
export interface MergeSide {
  readonly id: string
  readonly customerId: string
  readonly lifecycle: Lifecycle
  readonly stage: TicketFacts
  /** The ticket it goes on in already. */
  readonly mergedInto: string | null
  /** Somebody is on the line or was promised a call, or talks by chat. */
  readonly live: 'call' | 'chat' | null
}

export type MergeRefusal =
  | 'same_ticket'
  | 'already_merged'
  | 'target_merged'
  | 'target_closed'
  | 'live_call'
  | 'live_chat'
  | 'other_customer'
  | 'open_case'

/** What a merge makes of its source, or why it may not be. */
export type MergePlan =
  | { readonly kind: 'merge'; readonly status: string; readonly category: StatusCategory }
  /** It is merged into that very ticket already. */
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: MergeRefusal }

/**
 * Decides whether one ticket may go on in another (helpdesk.md 2.3). The target must be one that goes on itself, so
 * pointers never lead round in a circle; a customer's later replies must find it open or able to reopen.
 */
export function planMerge(
  source: MergeSide,
  target: MergeSide,
  { allowOtherCustomer, at }: { readonly allowOtherCustomer: boolean; readonly at: number },
): MergePlan {
  if (source.id === target.id) return refused('same_ticket')
  if (source.mergedInto === target.id) return { kind: 'done' }
  if (source.mergedInto !== null) return refused('already_merged')
  if (target.mergedInto !== null) return refused('target_merged')
  const reply = planReply(target.lifecycle, target.stage, { by: 'customer', at })
  if (reply.kind === 'follow_up') return refused('target_closed')
  if (source.live !== null) return refused(`live_${source.live}`)
  if (source.customerId !== target.customerId && !allowOtherCustomer) return refused('other_customer')
  // A ticket that may not be ended is not ended by letting it go on in another.
  const { lifecycle, stage } = source
  const isOver = hasEnded(categoryOf(lifecycle, stage.status) ?? 'new')
  if (lifecycle.asksForCases && stage.hasOpenCase !== false && !isOver) return refused('open_case')
  const status = endOf(lifecycle) ?? stage.status
  return { kind: 'merge', status, category: categoryOf(lifecycle, status) ?? 'closed' }
}

function endOf({ statuses }: Lifecycle): string | undefined {
  const all = [...statuses.values()]
  return (all.find((one) => one.category === 'closed') ?? all.find((one) => one.category === 'solved'))?.slug
}

function refused(reason: MergeRefusal): MergePlan {
  return { kind: 'refused', reason }
}
