import type * as real from '../../../../server/modules/routing/decision-view.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/routing/decision-view.ts'

export const findKnownUnroutable: typeof real.findKnownUnroutable = (tx, _workspaceId, taskIds) => {
  const own = rowTx(tx)
  return own.run(() => {
    const latest = taskIds.map((id) => [id, own.rowsBeside.latestOutcomes.get(id)] as const)
    return new Map(latest.flatMap(([id, one]) => (one?.outcome === 'unroutable' ? [[id, one.queue] as const] : [])))
  })
}
