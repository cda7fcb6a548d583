import type * as real from '../../../../server/modules/handling/work-lock-store.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

export const holdWork: typeof real.holdWork = plantable('holdWork', (tx, _workspaceId, { agentIds, ticketIds }) => {
  const own = rowTx(tx)
  return own.run(() => {
    const loads = agentIds.toSorted().filter((id) => own.lockIfFree('load', id))
    const tickets = ticketIds.toSorted().filter((id) => own.lockIfFree('ticket', id))
    return new Set([...loads, ...tickets])
  })
})
