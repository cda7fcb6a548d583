import type * as real from '../../../../server/modules/agents/router-view.ts'
import { describeAgent } from '../people.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isHeld } from '../rows/row-types.ts'

export const loadAgentsForRouter: typeof real.loadAgentsForRouter = (tx, _workspaceId, agentIds) => {
  const own = rowTx(tx)
  return own.run(() =>
    own
      .all('agent')
      .filter(({ id }) => agentIds?.includes(id) ?? true)
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      .flatMap((agent) => {
        const load = own.get('load', agent.id)
        if (load === undefined) return []
        const offers = own.all('offer').filter(({ agentId }) => agentId === agent.id)
        const byKind: Record<string, number> = {}
        const unitsByKind: Record<string, number> = {}
        for (const offer of offers.filter(isHeld)) {
          const kind = own.get('task', offer.taskId)?.kind ?? ''
          byKind[kind] = (byKind[kind] ?? 0) + 1
          unitsByKind[kind] = (unitsByKind[kind] ?? 0) + offer.units
        }
        const {
          capacityUnits,
          presence,
          presenceReason,
          keepsOffers,
          version: loadVersion,
          idleSince,
          usedUnits,
          reservedUnits,
        } = load
        const offeredAt = Math.max(0, ...offers.map(({ createdAt }) => createdAt))
        const units = usedUnits + reservedUnits
        const standing = {
          capacityUnits,
          presence,
          keepsOffers,
          isProbing: presenceReason === 'endpoint_probing',
          loadVersion,
          idleSince,
          offeredAt,
        }
        return [{ ...describeAgent(agent), partner: null, ...standing, units, byKind, unitsByKind }]
      }),
  )
}

export const describeAgents: typeof real.describeAgents = (tx, _workspaceId, agentIds) => {
  const own = rowTx(tx)
  return own.run(() =>
    own
      .all('agent')
      .filter(({ id }) => agentIds?.includes(id) ?? true)
      .flatMap((agent) => {
        const load = own.get('load', agent.id)
        return load === undefined ? [] : [{ ...describeAgent(agent), partner: null, capacityUnits: load.capacityUnits }]
      }),
  )
}
