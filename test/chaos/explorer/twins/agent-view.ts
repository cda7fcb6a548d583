import type * as real from '../../../../server/modules/agents/agent-view.ts'
import type { Agent } from '../../../../server/modules/agents/index.ts'
import type { Tx } from '../../../../server/platform/context.ts'
import { describeAgent } from '../people.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/agents/agent-view.ts'

function readAgent(tx: Tx, agentId: string): Agent | null {
  const own = rowTx(tx)
  const [agent, load] = [own.get('agent', agentId), own.get('load', agentId)]
  if (agent === undefined || load === undefined) return null
  const { capacityUnits, presence, presenceReason, usedUnits, reservedUnits, version: loadVersion } = load
  return {
    ...describeAgent(agent),
    capacityUnits,
    presence: { state: presence, reason: presenceReason, since: load.presenceSince, until: load.presenceUntil },
    load: { usedUnits, reservedUnits },
    loadVersion,
  }
}

export const findAgent: typeof real.findAgent = (tx, _workspaceId, agentId) =>
  rowTx(tx).run(() => readAgent(tx, agentId))

export const lockAgent: typeof real.lockAgent = (tx, _workspaceId, agentId) =>
  rowTx(tx).run(() => {
    rowTx(tx).lock('agent', agentId)
    return readAgent(tx, agentId)
  })
