import type * as real from '../../../../server/modules/handling/agent-name-view.ts'
import { nameOf } from '../people.ts'
import { rowTx } from '../rows/row-tx.ts'

export const findAgentName: typeof real.findAgentName = (tx, _workspaceId, agentId) =>
  rowTx(tx).run(() => (rowTx(tx).get('agent', agentId) === undefined ? null : nameOf(agentId)))

export const findAgentPresence: typeof real.findAgentPresence = (tx, _workspaceId, agentId) =>
  rowTx(tx).run(() => rowTx(tx).get('load', agentId)?.presence ?? null)
