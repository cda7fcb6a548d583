import { isZone } from '../../core/calendars/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { appendEvents } from '../events/index.ts'
import type { Customer, CustomerDetails } from './customer.ts'
import { saveDetails } from './customer-store.ts'
import { findCustomer } from './customer-view.ts'
import { forgetKnownCustomer } from './known-customers.ts'

/**
 * Changes details of a customer; null when there is none. Fields not named stay as they are. Throws `version_mismatch`
 * when the customer is not at the version that is expected.
 */
export async function updateCustomer(
  context: Context,
  input: { customerId: string; details: CustomerDetails; expectedVersion?: number | null },
): Promise<Customer | null> {
  requirePermission(context, 'customer:write')
  const { timezone } = input.details
  if (typeof timezone === 'string' && !isZone(timezone))
    throw refuseField('/timezone', 'unknown_zone', 'This is no IANA time zone.')
  return context.transaction(async (tx) => {
    const saved = await saveDetails(tx, context.workspace.id, input.customerId, input.details)
    if (saved === null) return null
    refuseMovedOn(saved.version - 1, input.expectedVersion ?? null)
    const subject = { kind: 'customer', id: input.customerId, seq: saved.eventSeq } as const
    const changed = Object.keys(input.details)
    await appendEvents(tx, context, [{ type: 'customer.updated', subject, ticketId: null, data: { changed } }])
    const customer = await findCustomer(tx, context.workspace.id, input.customerId)
    if (customer !== null) tx.afterCommit(() => forgetKnownCustomer(context, customer.externalId))
    return customer
  })
}

function refuseMovedOn(version: number, expectedVersion: number | null): void {
  if (expectedVersion === null || expectedVersion === version) return
  throw new AppError('version_mismatch', 'The customer has been changed meanwhile.', { currentVersion: version })
}
