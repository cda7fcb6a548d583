import type * as real from '../../../../server/modules/agents/lost-agent-view.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

const reasons = ['connection_lost', 'time_limit', 'archived']

export const findLost: typeof real.findLost = plantable('findLost', (tx, _workspaceId, agentId) => {
  const own = rowTx(tx)
  return own.run(() => {
    const load = own.get('load', agentId)
    const isLost = load?.presence === 'offline' && reasons.includes(load.presenceReason ?? '')
    if (load === undefined || !isLost) return null
    return { since: load.presenceSince, isForGood: load.presenceReason === 'archived' }
  })
})
