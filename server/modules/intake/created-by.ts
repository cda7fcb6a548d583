import { decodeId } from '../../platform/ids.ts'
import type { CreatedBy } from '../tickets/index.ts'

/** Whoever raises a ticket; of a partner also by which id of its own it names the customer, whom others may know. */
export function createdByOf({ kind, id, partnerId, customerAs }: CreatedBy, customerKey: string): CreatedBy {
  const createdBy = { kind, id, partnerId }
  if (partnerId === null) return createdBy
  if (decodeId('customer', customerKey) === null) return { ...createdBy, customerAs: customerKey }
  return customerAs === undefined ? createdBy : { ...createdBy, customerAs }
}
