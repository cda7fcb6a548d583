import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { signingKey } from '../audit/index.ts'
import { findCustomer, findMembers, lockCustomers, refuseEnded, takeCustomerSeq } from '../customers/index.ts'
import { appendEvents } from '../events/index.ts'
import { copyOfCustomer } from './copy-of-customer.ts'
import { refuseLimited } from './refuse-limited.ts'

/**
 * A copy of everything the product holds about a customer, as the text of one JSON document in parts; that it was taken
 * is told in the log before the first part, and at its end signed with what was in it. Null when there is no such customer. Throws `conflict` for one that was
 * merged or erased.
 */
export async function exportCustomer(
  context: Context,
  input: { customerId: string },
): Promise<AsyncGenerator<string> | null> {
  requirePermission(context, 'customer:export')
  refuseLimited(context)
  const { customerId } = input
  const begun = await context.transaction(async (tx) => {
    await lockCustomers(tx, context.workspace.id, [customerId])
    const customer = await findCustomer(tx, context.workspace.id, customerId)
    if (customer === null) return null
    refuseEnded(customer)
    const subject = {
      kind: 'customer',
      id: customerId,
      seq: await takeCustomerSeq(tx, context.workspace.id, customerId),
    }
    await appendEvents(tx, context, [
      { type: 'customer.exported', subject: { ...subject, kind: 'customer' }, ticketId: null, data: {} },
    ])
    const customerIds = await findMembers(tx, context.workspace.id, customerId)
    return { customerId, customerIds, key: await signingKey(tx, context) }
  })
  return begun === null ? null : copyOfCustomer(context, begun)
}
