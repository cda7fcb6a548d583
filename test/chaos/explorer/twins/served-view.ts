import type * as real from '../../../../server/modules/routing/served-view.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

export const findServed: typeof real.findServed = plantable('findServed', async (tx, _workspaceId, since) => {
  const served = new Map<string, number>()
  if (since === 0) return served
  const own = rowTx(tx)
  return own.run(() => {
    for (const { agentId, state, endedAt } of own.all('offer'))
      if (state === 'accepted' && (endedAt ?? 0) >= since) served.set(agentId, (served.get(agentId) ?? 0) + 1)
    return served
  })
})
