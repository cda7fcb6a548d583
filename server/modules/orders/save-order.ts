import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendEvents } from '../events/index.ts'
import { advances, type Order } from './order.ts'
import { saveOrderRow } from './order-store.ts'
import { lockOrder } from './order-view.ts'

/**
 * Registers an order or brings it up to date. A status that would go back is a conflict (seeds.md 1b: updates that do
 * not advance are disregarded there; here the caller hears of it).
 */
export async function saveOrder(context: Context, input: Omit<Order, 'id' | 'version'>): Promise<Order> {
  requirePermission(context, 'order:write')
  return context.transaction(async (tx) => {
    const present = await lockOrder(tx, context.workspace.id, input.externalId)
    if (present !== null && !advances(present.status, input.status)) {
      throw new AppError(
        'conflict',
        `Order ${input.externalId} is ${present.status} and cannot become ${input.status}.`,
      )
    }
    const saved = await saveOrderRow(tx, context.workspace.id, { ...input, id: present?.id ?? newId() })
    const subject = { kind: 'order', id: saved.id, seq: saved.version } as const
    await appendEvents(tx, context, [{ type: 'order.saved', subject, ticketId: null, data: { status: input.status } }])
    return { ...input, ...saved }
  })
}
