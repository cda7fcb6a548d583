import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { holdSurvivor } from '../customers/index.ts'
import { appendEvents } from '../events/index.ts'
import { advances, type Order } from './order.ts'
import { saveOrderRow } from './order-store.ts'
import { lockOrder } from './order-view.ts'

/**
 * Registers an order or brings it up to date. A status that would go back is a conflict (seeds.md 1b: updates that do
 * not advance are disregarded there; here the caller hears of it). Throws `invalid` for a customer that is not there, and
 * `version_mismatch` when `expected`, versions by `order_` id, is given and does not hold the order's own.
 */
export async function saveOrder(
  context: Context,
  input: Omit<Order, 'id' | 'version'>,
  expected: ReadonlyMap<string, number> | null = null,
): Promise<Order> {
  requirePermission(context, 'order:write')
  return context.transaction(async (tx) => {
    const customerId = input.customerId === null ? null : await holdCustomer(tx, context, input.customerId)
    const present = await lockOrder(tx, context.workspace.id, input.externalId)
    if (expected !== null && !isExpected(present, expected)) {
      throw new AppError('version_mismatch', `Order ${input.externalId} is not at the version that is expected.`)
    }
    if (present !== null && !advances(present.status, input.status)) {
      throw new AppError(
        'conflict',
        `Order ${input.externalId} is ${present.status} and cannot become ${input.status}.`,
      )
    }
    const saved = await saveOrderRow(tx, context.workspace.id, { ...input, customerId, id: present?.id ?? newId() })
    const subject = { kind: 'order', id: saved.id, seq: saved.version } as const
    await appendEvents(tx, context, [{ type: 'order.saved', subject, ticketId: null, data: { status: input.status } }])
    return { ...input, customerId, ...saved }
  })
}

/** The customer that goes on for this one, who can neither be merged nor erased until the transaction ends. */
async function holdCustomer(tx: Tx, context: Context, customerId: string): Promise<string> {
  const held = await holdSurvivor(tx, context.workspace.id, customerId)
  if (held === null) throw refuseField('/customerId', 'unknown_customer', 'There is no such customer.')
  return held
}

function isExpected(present: Order | null, expected: ReadonlyMap<string, number>): boolean {
  return present !== null && expected.get(encodeId('order', present.id)) === present.version
}
