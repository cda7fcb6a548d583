import type * as real from '../../../../server/modules/handling/consult-store.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import type { ConsultRow } from '../rows/row-types.ts'

export * from '../../../../server/modules/handling/consult-store.ts'

const isOpenOf =
  (taskId: string) =>
  (consult: ConsultRow): boolean =>
    consult.taskId === taskId && consult.endedAt === null

export const findOpenConsult: typeof real.findOpenConsult = plantable('findOpenConsult', (tx, _workspaceId, taskId) => {
  const own = rowTx(tx)
  return own.run(() => own.all('consult').find(isOpenOf(taskId)) ?? null)
})

export const insertConsult: typeof real.insertConsult = (tx, _workspaceId, { id, taskId, fromAgentId, agentId }) => {
  const own = rowTx(tx)
  return own.run(() => own.put('consult', { id, taskId, fromAgentId, agentId, endedAt: null, endReason: null }))
}

export const endOpenConsult: typeof real.endOpenConsult = plantable(
  'endOpenConsult',
  (tx, _workspaceId, { taskId, reason, at }) => {
    const own = rowTx(tx)
    return own.run(() => {
      const open = own.all('consult').find(isOpenOf(taskId))
      if (open === undefined) return null
      own.lock('consult', open.id)
      own.put('consult', { ...open, endedAt: at, endReason: reason })
      return open
    })
  },
)
