import type * as real from '../../../../server/modules/routing/decision-store.ts'
import { rowTx } from '../rows/row-tx.ts'

export const insertDecisions: typeof real.insertDecisions = async (tx, _workspaceId, decisions) => {
  if (decisions.length === 0) return
  await rowTx(tx).run(() => {
    for (const { taskId, record } of decisions) {
      const { outcome, queueId: queue } = record
      if (outcome !== 'overflowed') rowTx(tx).decisions.push({ taskId, outcome, queue })
    }
  })
}
