import type * as real from '../../../../server/modules/routing/interruptible-view.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isHeld } from '../rows/row-types.ts'

export const findUnitsOfKinds: typeof real.findUnitsOfKinds = plantable(
  'findUnitsOfKinds',
  (tx, _workspaceId, wanted) => {
    const own = rowTx(tx)
    return own.run(() => {
      const units = new Map<string, number>()
      for (const offer of own.all('offer')) {
        const kind = own.get('task', offer.taskId)?.kind
        const isWanted = wanted.some((one) => one.agentId === offer.agentId && one.kind === kind)
        if (isHeld(offer) && isWanted) units.set(offer.agentId, (units.get(offer.agentId) ?? 0) + offer.units)
      }
      return units
    })
  },
)
