import type { Context, Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { appendEvents } from '../events/index.ts'
import { insertCustomer } from './customer-store.ts'
import { holdSurvivor } from './customer-view.ts'
import { forgetKnownCustomer, lookUpCustomers } from './known-customers.ts'

/**
 * The customer of a key (the caller's own id of it, or a `cust_` id) who can neither be merged nor erased until the
 * transaction ends; made when nobody has that own id yet. Null when there is none of that `cust_` id. The verb that calls
 * it has asked whether it may.
 */
export async function ensureCustomer(tx: Tx, context: Context, key: string): Promise<string | null> {
  const inside = context.within(tx)
  const known = (await lookUpCustomers(inside, [key])).get(key)
  if (known !== undefined) return holdSurvivor(tx, context.workspace.id, known.id)
  if (key.startsWith('cust_')) return null
  const id = newId()
  if (await insertCustomer(tx, context.workspace.id, { id, externalId: key, at: context.now() })) {
    const subject = { kind: 'customer', id, seq: 1 } as const
    await appendEvents(tx, context, [{ type: 'customer.created', subject, ticketId: null, data: {} }])
    return id
  }
  // Somebody else made it meanwhile.
  forgetKnownCustomer(context, key)
  const made = (await lookUpCustomers(inside, [key])).get(key)
  return made === undefined ? null : holdSurvivor(tx, context.workspace.id, made.id)
}
