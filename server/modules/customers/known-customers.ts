import type { Context } from '../../platform/context.ts'
import { decodeId } from '../../platform/ids.ts'
import { memoryKey } from '../../platform/memory.ts'
import { findKnownCustomers, type KnownCustomer } from './customer-view.ts'

/** How many customers of a workspace stay at hand; the oldest noticed are dropped first. */
const keptCustomers = 20_000

/** Another process may have changed a customer; so long this one may not know. */
const keptForMs = 10_000

interface Kept {
  readonly customer: KnownCustomer
  readonly until: number
}

const known = memoryKey('customers.known', () => new Map<string, Map<string, Kept>>())

/**
 * The known customers among the keys of a batch, by key. A key is the caller's external id, or an existing `cust_` id.
 * Costs one query for the keys not at hand, none when all are.
 */
export async function lookUpCustomers(
  context: Context,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KnownCustomer>> {
  const kept = keptOf(context)
  const found = new Map<string, KnownCustomer>()
  const unseen = [...new Set(keys)].filter((key) => {
    const present = kept.get(key)
    if (present === undefined || present.until < performance.now()) return true
    found.set(key, present.customer)
    return false
  })
  if (unseen.length > 0) {
    const ids = new Map(unseen.map((key) => [decodeId('customer', key), key]))
    const rows = await context.readByKeys((tx) =>
      findKnownCustomers(tx, context.workspace.id, {
        externalIds: unseen,
        ids: [...ids.keys()].filter((id) => id !== null),
      }),
    )
    for (const { namedId, namedExternalId, ...customer } of rows) {
      for (const key of [namedExternalId, ids.get(namedId)]) {
        if (key === undefined) continue
        keep(kept, key, customer)
        found.set(key, customer)
      }
    }
  }
  return found
}

/** Remembers customers that a committed statement has just made. */
export function rememberCustomers(context: Context, customers: readonly KnownCustomer[]): void {
  const kept = keptOf(context)
  for (const customer of customers) keep(kept, customer.externalId, customer)
}

/** Drops what is known under a key, so the next request reads it anew. */
export function forgetKnownCustomer(context: Context, key: string): void {
  keptOf(context).delete(key)
}

/** Drops customers from memory, whatever they are asked for by. */
export function forgetCustomers(context: Context, customerIds: readonly string[]): void {
  const kept = keptOf(context)
  for (const [key, { customer }] of kept) if (customerIds.includes(customer.id)) kept.delete(key)
}

function keptOf(context: Context): Map<string, Kept> {
  const all = context.memory.of(known)
  const kept = all.get(context.workspace.id) ?? new Map<string, Kept>()
  all.set(context.workspace.id, kept)
  return kept
}

function keep(kept: Map<string, Kept>, key: string, customer: KnownCustomer): void {
  if (kept.size >= keptCustomers) {
    const [oldest] = kept.keys()
    if (oldest !== undefined) kept.delete(oldest)
  }
  kept.delete(key)
  kept.set(key, { customer, until: performance.now() + keptForMs })
}
