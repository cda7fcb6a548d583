import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { forgetToken, moveTokens, requirePermission } from '../access/index.ts'
import {
  type Customer,
  deleteContactsOfMerge,
  findCustomer,
  pointCustomers,
  takeBack,
  takeCustomerSeq,
} from '../customers/index.ts'
import { appendEvents } from '../events/index.ts'
import { moveOrders } from '../orders/index.ts'
import { moveTickets } from '../tickets/index.ts'
import { type CustomerMerge, undoWindowMs } from './customer-merge.ts'
import { endCustomerMerge } from './customer-merge-store.ts'
import { findCustomerMerge } from './customer-merge-view.ts'
import { holdCustomersWhole, mergeFact, tellTickets } from './hold-customer.ts'

/**
 * Undoes the merge of a customer within 30 days: what followed it comes back, what came to the other one since stays
 * there. Gives the customer; null when there is none. Throws `conflict` with the reason.
 */
export async function unmergeCustomer(context: Context, input: { customerId: string }): Promise<Customer | null> {
  requirePermission(context, 'customer:merge')
  const { customerId } = input
  const workspaceId = context.workspace.id
  return context.transaction(async (tx) => {
    const seen = await findCustomerMerge(tx, workspaceId, customerId)
    const owners = seen === null ? [] : [seen.targetId]
    await holdCustomersWhole(tx, context, { owners, customerIds: [customerId, ...owners] })
    const source = await findCustomer(tx, workspaceId, customerId)
    if (source === null) return null
    const merge = await findCustomerMerge(tx, workspaceId, customerId)
    const target = merge === null ? null : await findCustomer(tx, workspaceId, merge.targetId)
    if (source.erasedAt !== null) throw refuse('erased', 'This customer was erased.')
    if (merge === null || target === null || merge.id !== seen?.id)
      throw refuse('not_merged', 'This customer is not merged into another one.')
    if (target.mergedInto !== null)
      throw refuse('target_merged', 'The other customer was merged itself since; undo that first.')
    if (context.now() > merge.mergedAt + undoWindowMs)
      throw refuse('too_late', 'A merge may be undone for 30 days, and they are over.')
    await part(tx, context, merge)
    return findCustomer(tx, workspaceId, customerId)
  })
}

async function part(tx: Tx, context: Context, merge: CustomerMerge): Promise<void> {
  const { sourceId, targetId } = merge
  const workspaceId = context.workspace.id
  const at = context.now()
  const way = { from: targetId, to: sourceId }
  const tickets = await moveTickets(tx, workspaceId, { ...way, ticketIds: merge.ticketIds, at })
  const orderIds = await moveOrders(tx, workspaceId, { ...way, orderIds: merge.orderIds })
  const tokenIds = await moveTokens(tx, workspaceId, { ...way, tokenIds: merge.tokenIds })
  tx.afterCommit(() => {
    for (const tokenId of tokenIds) forgetToken(context.memory, tokenId)
  })
  await deleteContactsOfMerge(tx, workspaceId, merge.id)
  await takeBack(tx, workspaceId, merge)
  await pointCustomers(tx, workspaceId, { customerIds: merge.memberIds, to: sourceId })
  await pointCustomers(tx, workspaceId, { customerIds: [sourceId], to: null })
  await endCustomerMerge(tx, workspaceId, { id: merge.id, at })
  await tellTickets(tx, context, tickets)
  const told = { sourceId, targetId, tickets: tickets.length, orders: orderIds.length }
  await appendEvents(tx, context, [
    mergeFact('customer.unmerged', { id: sourceId, seq: await takeCustomerSeq(tx, workspaceId, sourceId) }, told),
    mergeFact('customer.unmerged', { id: targetId, seq: await takeCustomerSeq(tx, workspaceId, targetId) }, told),
  ])
}

function refuse(reason: string, message: string): AppError {
  return new AppError('conflict', message, { reason })
}
