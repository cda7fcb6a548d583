import { isZone } from '../../core/calendars/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendEvents, changedValuesOf } from '../events/index.ts'
import { changeExternalIds } from './change-external-ids.ts'
import { customerTellings, detailsOf } from './customer-tellings.ts'
import type { Customer, CustomerChanges } from './customer.ts'
import { lockCustomers, replaceContacts, saveDetails } from './customer-store.ts'
import { findCustomer } from './customer-view.ts'
import { forgetCustomers } from './known-customers.ts'

/**
 * Changes a customer; null when there is none. Fields not named stay as they are. Throws `version_mismatch` when the
 * customer is not at the version that is expected, and `conflict` for one that was merged or erased, and for an external
 * id that is somebody else's.
 */
export async function updateCustomer(
  context: Context,
  input: { customerId: string; details: CustomerChanges; expectedVersion?: number | null },
): Promise<Customer | null> {
  requirePermission(context, 'customer:write')
  const { customerId, details } = input
  const { timezone } = details
  if (typeof timezone === 'string' && !isZone(timezone))
    throw refuseField('/timezone', 'unknown_zone', 'This is no IANA time zone.')
  return context.transaction(async (tx) => {
    await lockCustomers(tx, context.workspace.id, [customerId])
    const present = await findCustomer(tx, context.workspace.id, customerId)
    if (present === null) return null
    refuseMovedOn(present.version, input.expectedVersion ?? null)
    refuseEnded(present)
    return change(tx, context, present, details)
  })
}

async function change(tx: Tx, context: Context, present: Customer, details: CustomerChanges): Promise<Customer | null> {
  const { id: customerId } = present
  const { contacts, externalIds } = details
  if (contacts !== undefined) await replaceContacts(tx, context.workspace.id, { customerId, contacts })
  if (externalIds !== undefined) await changeExternalIds(tx, context, { customer: present, externalIds })
  const saved = await saveDetails(tx, context.workspace.id, customerId, details)
  if (saved === null) return null
  const subject = { kind: 'customer', id: customerId, seq: saved.eventSeq } as const
  const changed = Object.keys(details)
  const values = changedValuesOf(customerTellings, changed, detailsOf(present), details)
  const data = { changed, ...(values.length > 0 && { values }) }
  await appendEvents(tx, context, [{ type: 'customer.updated', subject, ticketId: null, data }])
  tx.afterCommit(() => forgetCustomers(context, [customerId]))
  return findCustomer(tx, context.workspace.id, customerId)
}

function refuseMovedOn(version: number, expectedVersion: number | null): void {
  if (expectedVersion === null || expectedVersion === version) return
  throw new AppError('version_mismatch', 'The customer has been changed meanwhile.', { currentVersion: version })
}

/** Refuses to change a customer that goes on as another one, or was erased. Throws `conflict` with the reason. */
export function refuseEnded({ mergedInto, erasedAt }: Pick<Customer, 'mergedInto' | 'erasedAt'>): void {
  if (erasedAt !== null) throw new AppError('conflict', 'This customer was erased.', { reason: 'erased' })
  if (mergedInto === null) return
  const { id, externalId } = mergedInto
  throw new AppError('conflict', 'This customer was merged into another one.', {
    reason: 'merged',
    mergedInto: { id: encodeId('customer', id), externalId },
  })
}
