import type * as real from '../../../../server/modules/handling/hands-view.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isOver } from '../rows/row-types.ts'

export const findHands: typeof real.findHands = (tx, _workspaceId, ticketId) => {
  const own = rowTx(tx)
  return own.run(() => {
    const tasks = own.all('task').filter((task) => task.ticketId === ticketId)
    const holders = tasks.flatMap((task) => (task.agentId === null || isOver(task) ? [] : [task.agentId]))
    const asked = own.all('offer').filter((offer) => offer.ticketId === ticketId && offer.state === 'pending')
    return [...new Set([...holders, ...asked.map(({ agentId }) => agentId)])]
  })
}
