import type * as real from '../../../../server/modules/timers/timer-store.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/timers/timer-store.ts'

/** Nothing explored arms one. */
export const disarmTimer: typeof real.disarmTimer = (tx) => rowTx(tx).run(() => undefined)
