import type * as real from '../../../../server/modules/deliveries/offer-store.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

/** Leases always have ended here, so nothing is being sent at this moment. */
export const cancelOfferDeliveries: typeof real.cancelOfferDeliveries = plantable(
  'cancelOfferDeliveries',
  (tx, _workspaceId, offerIds) => {
    const own = rowTx(tx)
    return own.run(() => {
      const pointless = own
        .all('delivery')
        .filter(
          ({ offerId, type, state }) => offerIds.includes(offerId) && type === 'offer.created' && state === 'pending',
        )
      for (const { id } of pointless) own.lock('delivery', id)
      for (const delivery of pointless) own.put('delivery', { ...delivery, state: 'cancelled' })
    })
  },
)
