import type * as real from '../../../../server/modules/deliveries/offer-store.ts'
import { rowTx } from '../rows/row-tx.ts'

/** Nothing is delivered here. */
export const cancelOfferDeliveries: typeof real.cancelOfferDeliveries = (tx) => rowTx(tx).run(() => undefined)
