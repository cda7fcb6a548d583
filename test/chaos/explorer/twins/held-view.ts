import type * as real from '../../../../server/modules/routing/held-view.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isHeld } from '../rows/row-types.ts'

export const countHeldOfKinds: typeof real.countHeldOfKinds = plantable(
  'countHeldOfKinds',
  (tx, _workspaceId, wanted) => {
    const own = rowTx(tx)
    return own.run(() => {
      const agentIds = new Set(wanted.map(({ agentId }) => agentId))
      const kindsOfHeld = own
        .all('offer')
        .filter((offer) => isHeld(offer) && agentIds.has(offer.agentId))
        .map(({ agentId, taskId }) => ({ agentId, kind: own.get('task', taskId)?.kind ?? '' }))
      return [...Map.groupBy(kindsOfHeld, ({ agentId, kind }) => `${agentId} ${kind}`).values()].flatMap((held) =>
        held.slice(0, 1).map((one) => ({ ...one, tasks: held.length })),
      )
    })
  },
)
