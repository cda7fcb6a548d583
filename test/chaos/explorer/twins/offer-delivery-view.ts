import type * as real from '../../../../server/modules/deliveries/offer-view.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

export const findUnheardOffers: typeof real.findUnheardOffers = plantable(
  'findUnheardOffers',
  (tx, _workspaceId, offerIds) => {
    const own = rowTx(tx)
    return own.run(() => {
      const unheard = own
        .all('delivery')
        .filter(
          ({ offerId, type, state }) => offerIds.includes(offerId) && type === 'offer.created' && state !== 'delivered',
        )
      return new Set(unheard.map(({ offerId }) => offerId))
    })
  },
)
