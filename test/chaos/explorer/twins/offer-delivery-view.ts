import type * as real from '../../../../server/modules/deliveries/offer-view.ts'
import { rowTx } from '../rows/row-tx.ts'

/** Nothing is delivered here, so no offer waits to be heard of. */
export const findUnheardOffers: typeof real.findUnheardOffers = (tx) => rowTx(tx).run(() => new Set<string>())
