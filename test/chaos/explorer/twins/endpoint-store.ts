import { endpointReasons } from '../../../../server/modules/agents/endpoint-reasons.ts'
import type * as real from '../../../../server/modules/agents/endpoint-store.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import type { LoadRow } from '../rows/row-types.ts'
import { changeOf } from './presence-store.ts'

export * from '../../../../server/modules/agents/endpoint-store.ts'

const { failing, probing } = endpointReasons

const raised = ({ version, eventSeq }: LoadRow) => ({ version: version + 1, eventSeq: eventSeq + 1 })

export const countFailure: typeof real.countFailure = plantable('countFailure', (tx, _workspaceId, failure) => {
  const { agentId, limit, at: presenceSince } = failure
  const own = rowTx(tx)
  return own.run(() => {
    own.lock('load', agentId)
    const before = own.get('load', agentId)
    if (before === undefined) return null
    const endpointFailures = before.endpointFailures + 1
    const opens = before.presence === 'available' && (endpointFailures >= limit || before.presenceReason === probing)
    const paused = { presence: 'busy', presenceReason: failing, presenceSince, ...raised(before) } as const
    const endpointPauses = before.endpointPauses + Number(opens)
    const counted = { ...before, endpointFailures, endpointPauses, ...(opens && paused) }
    own.put('load', counted)
    return opens ? { ...changeOf(before, counted), pauses: endpointPauses } : null
  })
})

export const clearFailures: typeof real.clearFailures = plantable('clearFailures', (tx, _workspaceId, answer) => {
  const own = rowTx(tx)
  return own.run(() => {
    const seen = own.get('load', answer.agentId)
    if (seen === undefined || seen.endpointFailures + seen.endpointPauses === 0) return null
    own.lock('load', answer.agentId)
    const { presence, presenceReason } = seen
    const closes =
      (presence === 'available' && presenceReason === probing) || (presence === 'busy' && presenceReason === failing)
    const back = {
      presence: 'available',
      presenceReason: null,
      presenceSince: answer.at,
      ...raised(seen),
    } as const
    const cleared = { ...seen, endpointFailures: 0, endpointPauses: 0, ...(closes && back) }
    own.put('load', cleared)
    return closes ? changeOf(seen, cleared) : null
  })
})

export const beginProbe: typeof real.beginProbe = plantable('beginProbe', (tx, _workspaceId, { agentId, at }) => {
  const own = rowTx(tx)
  return own.run(() => {
    const before = own.get('load', agentId)
    if (before?.presence !== 'busy' || before.presenceReason !== failing) return null
    own.lock('load', agentId)
    const tried = { presence: 'available', presenceReason: probing, presenceSince: at, idleSince: at } as const
    const changed = { ...before, ...tried, ...raised(before) }
    own.put('load', changed)
    return changeOf(before, changed)
  })
})

export const isEndpointDoubtful: typeof real.isEndpointDoubtful = plantable(
  'isEndpointDoubtful',
  (tx, _workspaceId, agentId) => rowTx(tx).run(() => (rowTx(tx).get('load', agentId)?.endpointPauses ?? 0) > 0),
)
