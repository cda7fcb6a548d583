import type * as real from '../../../../server/modules/agents/lock-store.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

export const lockLoads: typeof real.lockLoads = plantable('lockLoads', async (tx, _workspaceId, agentIds) => {
  if (agentIds.length === 0) return
  const own = rowTx(tx)
  await own.run(() => {
    for (const agentId of [...new Set(agentIds)].toSorted()) own.lock('load', agentId)
  })
})
