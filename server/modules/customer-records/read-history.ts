import type { Context } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import { findSurvivor } from '../customers/index.ts'
import { type HistoryItem, type HistoryKind, historyKinds, listHistory } from './history-view.ts'

/**
 * Everything that happened with a customer, the latest first: tickets, calls, cases, reviews, ratings, orders and
 * merges; of one that was merged the history of whom it goes on as. Cases and reviews are shown to who may read these, tickets within the
 * caller's scope. Null when there is no such customer.
 */
export async function readHistory(
  context: Context,
  input: {
    customerId: string
    kinds: readonly HistoryKind[] | null
    before: { at: number; id: string } | null
    limit: number
  },
): Promise<HistoryItem[] | null> {
  requirePermission(context, 'customer:read')
  const { principal } = context
  const kinds = (input.kinds ?? historyKinds).filter((kind) => kind === 'merge' || can(principal, permissionOf(kind)))
  const sight = { ...scopeLists(principal.scope), kinds }
  return context.read(async (tx) => {
    const customerId = await findSurvivor(tx, context.workspace.id, input.customerId)
    return customerId === null ? null : listHistory(tx, context.workspace.id, { ...input, customerId, sight })
  })
}

function permissionOf(kind: Exclude<HistoryKind, 'merge'>) {
  switch (kind) {
    case 'case':
      return 'case:read'
    case 'review':
      return 'qa:read'
    case 'order':
      return 'order:read'
    case 'ticket':
    case 'call':
    case 'rating':
      return 'ticket:read'
  }
}
