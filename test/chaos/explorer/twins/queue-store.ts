import type * as real from '../../../../server/modules/deliveries/queue-store.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/deliveries/queue-store.ts'

/** Tickets here have nobody to call back, so all are about offers. */
export const insertQueued: typeof real.insertQueued = (tx, _workspaceId, rows) => {
  const own = rowTx(tx)
  return own.run(() => {
    for (const { id, type, offer_id } of rows)
      own.put('delivery', { id, type, offerId: offer_id ?? '', state: 'pending' })
    return rows.length
  })
}
