import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { ensureCustomer, holdSurvivor } from '../customers/index.ts'
import { appendEvents } from '../events/index.ts'
import { advances, type Order } from './order.ts'
import { insertOrder, isProviderIdTaken, updateOrder } from './order-store.ts'
import { findOrders, lockOrder } from './order-view.ts'

/**
 * Registers an order or brings it up to date. A status that would go back is a conflict (seeds.md 1b: updates that do
 * not advance are disregarded there; here the caller hears of it). Throws `invalid` for a customer that is not there, and
 * `version_mismatch` when `expected`, versions by `order_` id, is given and does not hold the order's own.
 */
export async function saveOrder(
  context: Context,
  input: OrderInput,
  expected: ReadonlyMap<string, number> | null = null,
): Promise<Order> {
  requirePermission(context, 'order:write')
  try {
    return await save(context, input, expected)
  } catch (error) {
    // Between the look and the write another order may have got this id.
    throw isProviderIdTaken(error) ? takenProviderId() : error
  }
}

function save(context: Context, input: OrderInput, expected: ReadonlyMap<string, number> | null): Promise<Order> {
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const { customerKey = null, ...details } = input
    const customerId = await customerOf(tx, context, { customerKey, customerId: input.customerId })
    const told = { providerId: null, agent: null, ...details, customerId }
    await requireOwnProviderId(tx, context, told)
    // Of two who register the same order at once, the second waits here and then brings up to date what the first wrote.
    const fresh = { ...told, id: newId() }
    const isNew = expected === null && (await insertOrder(tx, workspaceId, fresh))
    if (isNew) return recorded(tx, context, { ...fresh, rating: null, version: 1 })
    const present = await lockOrder(tx, workspaceId, input.externalId)
    if (expected !== null && !isExpected(present, expected)) {
      throw new AppError('version_mismatch', `Order ${input.externalId} is not at the version that is expected.`)
    }
    if (present === null) throw new AppError('conflict', `Order ${input.externalId} has just been erased.`)
    if (!advances(present.status, input.status)) {
      throw new AppError(
        'conflict',
        `Order ${input.externalId} is ${present.status} and cannot become ${input.status}.`,
      )
    }
    const changed = { ...told, id: present.id, rating: present.rating }
    return recorded(tx, context, { ...changed, version: await updateOrder(tx, workspaceId, changed) })
  })
}

async function recorded(tx: Tx, context: Context, order: Order): Promise<Order> {
  const subject = { kind: 'order', id: order.id, seq: order.version } as const
  await appendEvents(tx, context, [{ type: 'order.saved', subject, ticketId: null, data: { status: order.status } }])
  return order
}

/** A provider calls two orders of its own by two names. */
async function requireOwnProviderId(
  tx: Tx,
  context: Context,
  { externalId, providerId }: Pick<Order, 'externalId' | 'providerId'>,
): Promise<void> {
  if (providerId === null) return
  const others = await findOrders(tx, context.workspace.id, { externalIds: [providerId], ids: [] })
  if (others.every((other) => other.externalId === externalId || other.providerId !== providerId)) return
  throw takenProviderId()
}

function takenProviderId(): AppError {
  return refuseField('/providerId', 'taken', 'Another order has this id of its provider.')
}

/** What is told of an order; what is left out is unset. */
export type OrderInput = Omit<Order, 'id' | 'version' | 'providerId' | 'agent' | 'rating'> &
  Partial<Pick<Order, 'providerId' | 'agent'>> & {
    /** In place of `customerId`: a `cust_` id, or the caller's own id of the customer, who is made when there is none. */
    readonly customerKey?: string | null
  }

/** The customer that goes on for this one, who can neither be merged nor erased until the transaction ends. */
async function customerOf(
  tx: Tx,
  context: Context,
  { customerKey, customerId }: { customerKey: string | null; customerId: string | null },
): Promise<string | null> {
  if (customerKey === null && customerId === null) return null
  const held =
    customerKey === null
      ? await holdSurvivor(tx, context.workspace.id, customerId ?? '')
      : await ensureCustomer(tx, context, customerKey)
  if (held === null) throw refuseField('/customerId', 'unknown_customer', 'There is no such customer.')
  return held
}

function isExpected(present: Order | null, expected: ReadonlyMap<string, number>): boolean {
  return present !== null && expected.get(encodeId('order', present.id)) === present.version
}
