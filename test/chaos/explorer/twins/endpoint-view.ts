import type * as real from '../../../../server/modules/routing/endpoint-view.ts'
import { people } from '../people.ts'
import { rowTx } from '../rows/row-tx.ts'
import { showOffer } from './offer-view.ts'

export const findOffersForEndpoints: typeof real.findOffersForEndpoints = (tx, _workspaceId, offerIds) => {
  const own = rowTx(tx)
  return own.run(() =>
    offerIds.flatMap((id) => {
      const shown = showOffer(own, id)
      const task = shown && own.get('task', shown.taskId)
      const url = people.find((one) => one.id === shown?.agentId)?.endpointUrl ?? null
      if (shown === null || task == null || url === null) return []
      const setBy = { kind: 'system', id: '', partnerId: null }
      return [{ ...shown, url, setBy, kind: task.kind, priority: task.priority, taskState: task.state }]
    }),
  )
}
