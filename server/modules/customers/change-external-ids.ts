import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Customer } from './customer.ts'
import { constraintOf, deleteAliases, insertAliases, setExternalId } from './customer-store.ts'
import { findHolders } from './customer-view.ts'

/**
 * Makes these the ids the customer is known by, the first of them its own. The customer is locked. Ids of customers
 * merged into it stay theirs. Throws `conflict` for an id of somebody else.
 */
export async function changeExternalIds(
  tx: Tx,
  context: Context,
  { customer, externalIds }: { customer: Customer; externalIds: readonly string[] },
): Promise<void> {
  const workspaceId = context.workspace.id
  const wanted = [...new Set(externalIds)]
  const [first = customer.externalId] = wanted
  const holders = await findHolders(tx, workspaceId, [...new Set([...wanted, ...customer.externalIds])])
  for (const [externalId, holder] of holders) {
    if (holder.customerId !== customer.id) throw taken(externalId, holder.customerId)
    const isOfMerged = holder.id !== customer.id && !holder.isAlias
    if (isOfMerged && !wanted.includes(externalId)) throw ofMerged(externalId)
    if (isOfMerged && externalId === first) throw ofMerged(externalId)
  }
  const aliases = [...holders].flatMap(([externalId, { isAlias }]) => (isAlias ? [externalId] : []))
  const goes = aliases.filter((externalId) => externalId === first || !wanted.includes(externalId))
  await deleteAliases(tx, workspaceId, { customerId: customer.id, externalIds: goes })
  if (first !== customer.externalId) {
    await write(() => setExternalId(tx, workspaceId, { customerId: customer.id, externalId: first }))
  }
  const fresh = wanted.filter((one) => one !== first && (!holders.has(one) || one === customer.externalId))
  await write(() => insertAliases(tx, workspaceId, { customerId: customer.id, externalIds: fresh }))
}

/** Between the look and the write a request may have made a customer of this id. */
async function write(statement: () => Promise<unknown>): Promise<void> {
  try {
    await statement()
  } catch (error) {
    if (constraintOf(error) !== 'customers_workspace_id_external_id_key') throw error
    throw new AppError('conflict', 'One of these external ids has just become another customer’s.', {
      reason: 'external_id_taken',
    })
  }
}

function taken(externalId: string, customerId: string): AppError {
  return new AppError('conflict', `The external id "${externalId}" is another customer’s; merge the two instead.`, {
    reason: 'external_id_taken',
    externalId,
    customer: { id: encodeId('customer', customerId) },
  })
}

function ofMerged(externalId: string): AppError {
  return new AppError('conflict', `The external id "${externalId}" is of a customer merged into this one; undo that.`, {
    reason: 'external_id_merged',
    externalId,
  })
}
