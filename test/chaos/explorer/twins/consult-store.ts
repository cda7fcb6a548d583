import type * as real from '../../../../server/modules/handling/consult-store.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/handling/consult-store.ts'

/** Nothing explored opens one. */
export const endOpenConsult: typeof real.endOpenConsult = (tx) => rowTx(tx).run(() => null)
