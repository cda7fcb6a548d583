import type * as real from '../../../../server/modules/routing/decision-view.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/routing/decision-view.ts'

export const findKnownUnroutable: typeof real.findKnownUnroutable = (tx, _workspaceId, taskIds) => {
  const own = rowTx(tx)
  return own.run(() => new Set(taskIds.filter((id) => own.rowsBeside.latestOutcomes.get(id) === 'unroutable')))
}
