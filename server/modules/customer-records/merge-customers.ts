import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { forgetToken, moveTokens, requirePermission } from '../access/index.ts'
import {
  addContactsOf,
  type Customer,
  fillFrom,
  findCustomer,
  findMembers,
  pointCustomers,
  takeCustomerSeq,
} from '../customers/index.ts'
import { actorOf, appendEvents } from '../events/index.ts'
import { moveOrders } from '../orders/index.ts'
import { moveTickets } from '../tickets/index.ts'
import { mergeRefusal, refuseMerge } from './customer-merge.ts'
import { insertCustomerMerge } from './customer-merge-store.ts'
import { holdCustomersWhole, mergeFact, tellTickets } from './hold-customer.ts'

export interface MergeCustomersInput {
  readonly sourceId: string
  /** Whom it goes on as. */
  readonly targetId: string
  readonly reason: string | null
  /** The versions that were looked at; null = whatever they are. */
  readonly sourceVersion: number | null
  readonly targetVersion: number | null
}

/**
 * Lets a customer go on as another one: tickets with what was said and called on them, orders, tokens, contacts and
 * external ids follow in one transaction, and what the target lacks is filled in from the source. Merging it into the
 * same one again is the same merge. Gives the target; null when there is no such pair. Throws `conflict` with the reason,
 * and `version_mismatch` when one of them is not what was looked at.
 */
export async function mergeCustomers(context: Context, input: MergeCustomersInput): Promise<Customer | null> {
  requirePermission(context, 'customer:merge')
  const { sourceId, targetId } = input
  return context.transaction(async (tx) => {
    await holdCustomersWhole(tx, context, { owners: [sourceId], customerIds: [sourceId, targetId] })
    const source = await findCustomer(tx, context.workspace.id, sourceId)
    const target = await findCustomer(tx, context.workspace.id, targetId)
    if (source === null || target === null) return null
    const refusal = mergeRefusal(source, target)
    if (refusal === 'already_merged' && source.mergedInto?.id === targetId) return target
    if (refusal !== null) throw refuseMerge(refusal, { source, target })
    refuseOther(source, input.sourceVersion)
    refuseOther(target, input.targetVersion)
    await join(tx, context, input)
    return findCustomer(tx, context.workspace.id, targetId)
  })
}

async function join(tx: Tx, context: Context, { sourceId, targetId, reason }: MergeCustomersInput): Promise<void> {
  const workspaceId = context.workspace.id
  const at = context.now()
  const id = newId()
  const way = { from: sourceId, to: targetId }
  const tickets = await moveTickets(tx, workspaceId, { ...way, ticketIds: null, at })
  const orderIds = await moveOrders(tx, workspaceId, { ...way, orderIds: null })
  const tokenIds = await moveTokens(tx, workspaceId, { ...way, tokenIds: null })
  tx.afterCommit(() => {
    for (const tokenId of tokenIds) forgetToken(context.memory, tokenId)
  })
  await addContactsOf(tx, workspaceId, { ...way, mergeId: id })
  const taken = await fillFrom(tx, workspaceId, { sourceId, targetId })
  const members = await findMembers(tx, workspaceId, sourceId)
  await pointCustomers(tx, workspaceId, { customerIds: members, to: targetId })
  const by = actorOf(context.principal)
  const memberIds = members.filter((member) => member !== sourceId)
  const ticketIds = tickets.map((ticket) => ticket.id)
  const kept = { id, sourceId, targetId, reason, ticketIds, orderIds, tokenIds, memberIds, ...taken, mergedAt: at, by }
  await insertCustomerMerge(tx, workspaceId, kept)
  await tellTickets(tx, context, tickets)
  const told = { sourceId, targetId, tickets: tickets.length, orders: orderIds.length }
  await appendEvents(tx, context, [
    mergeFact('customer.merged', { id: sourceId, seq: await takeCustomerSeq(tx, workspaceId, sourceId) }, told),
    mergeFact('customer.merged', { id: targetId, seq: await takeCustomerSeq(tx, workspaceId, targetId) }, told),
  ])
}

function refuseOther({ version, id }: Customer, expected: number | null): void {
  if (expected === null || expected === version) return
  throw new AppError('version_mismatch', 'One of the two has been changed since it was looked at.', {
    customerId: id,
    currentVersion: version,
  })
}
