import type * as real from '../../../../server/modules/handling/machine-work-view.ts'
import { people } from '../people.ts'
import { rowTx } from '../rows/row-tx.ts'

const inHand: ReadonlySet<string> = new Set(['active', 'wrapup', 'paused'])

export const findMachineOffers: typeof real.findMachineOffers = (tx, _workspaceId, ticketId) => {
  const own = rowTx(tx)
  return own.run(() =>
    own
      .all('offer')
      .filter((offer) => offer.ticketId === ticketId && (offer.state === 'pending' || offer.state === 'accepted'))
      .filter(({ agentId }) => people.some(({ id, endpointUrl }) => id === agentId && endpointUrl !== null))
      .toSorted((one, other) => other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1))
      .map(({ id, taskId, agentId, state, releasedAt }) => {
        const task = own.get('task', taskId)
        return {
          id,
          taskId,
          agentId,
          state: state === 'pending' ? 'pending' : 'accepted',
          isLive: state === 'pending' || releasedAt === null,
          isTasksAgent: task !== undefined && inHand.has(task.state) && task.agentId === agentId,
        }
      }),
  )
}
