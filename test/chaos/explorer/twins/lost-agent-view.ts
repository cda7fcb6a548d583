import type * as real from '../../../../server/modules/agents/lost-agent-view.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

export const findLostSince: typeof real.findLostSince = plantable('findLostSince', (tx, _workspaceId, agentId) => {
  const own = rowTx(tx)
  return own.run(() => {
    const load = own.get('load', agentId)
    const isLost = load?.presence === 'offline' && ['connection_lost', 'time_limit'].includes(load.presenceReason ?? '')
    return load !== undefined && isLost ? load.presenceSince : null
  })
})
