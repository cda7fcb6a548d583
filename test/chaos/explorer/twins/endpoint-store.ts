import type * as real from '../../../../server/modules/agents/endpoint-store.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/agents/endpoint-store.ts'

/** Nobody here has an endpoint. */
export const isEndpointDoubtful: typeof real.isEndpointDoubtful = (tx) => rowTx(tx).run(() => false)
