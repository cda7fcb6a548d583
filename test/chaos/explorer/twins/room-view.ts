import type * as real from '../../../../server/modules/handling/room-view.ts'
import { overridesOf } from '../people.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isHeld } from '../rows/row-types.ts'

export const findRoom: typeof real.findRoom = (tx, _workspaceId, { agentId, kind }) => {
  const own = rowTx(tx)
  return own.run(() => {
    const [agent, load] = [own.get('agent', agentId), own.get('load', agentId)]
    if (agent === undefined || load === undefined) return null
    const held = own.all('offer').filter((offer) => offer.agentId === agentId && isHeld(offer))
    const { presence, capacityUnits, usedUnits, reservedUnits } = load
    const kindOf = (taskId: string) => own.get('task', taskId)?.kind
    const unitsByKind: Record<string, number> = {}
    for (const { taskId, units } of held) {
      const ofKind = kindOf(taskId) ?? ''
      unitsByKind[ofKind] = (unitsByKind[ofKind] ?? 0) + units
    }
    return {
      agentKind: agent.kind,
      presence,
      capacityUnits,
      heldUnits: usedUnits + reservedUnits,
      override: overridesOf(agentId)[kind] ?? null,
      heldOfKind: held.filter(({ taskId }) => kindOf(taskId) === kind).length,
      unitsByKind,
      isAnswering: held.some(({ state, isOneAtATime }) => state === 'pending' && isOneAtATime),
    }
  })
}
