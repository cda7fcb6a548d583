import type * as real from '../../../../server/modules/handling/lost-work-view.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isHeld } from '../rows/row-types.ts'

export const findWorkUnderWay: typeof real.findWorkUnderWay = plantable(
  'findWorkUnderWay',
  (tx, _workspaceId, { agentId, lostSince }) => {
    const own = rowTx(tx)
    return own.run(() => {
      const inHand = own
        .all('offer')
        .filter((offer) => offer.agentId === agentId && offer.state === 'accepted' && isHeld(offer))
        .filter(
          ({ forced, createdAt, reasons }) => !(forced && createdAt > lostSince && reasons[0]?.code !== 'resumed'),
        )
        .filter(({ taskId }) => own.get('task', taskId)?.state === 'active')
      const onHold = own.all('call').filter(({ endedAt, taskId }) => {
        const task = own.get('task', taskId)
        return endedAt === null && task?.agentId === agentId && task.state === 'paused'
      })
      const taskIds = new Set([...inHand, ...onHold].map(({ taskId }) => taskId))
      return [...taskIds].toSorted().flatMap((taskId) => {
        const task = own.get('task', taskId)
        return task === undefined ? [] : [{ taskId, ticketId: task.ticketId, caseId: null, kind: task.kind }]
      })
    })
  },
)
