import type * as real from '../../../../server/modules/routing/task-view.ts'
import { rowTx } from '../rows/row-tx.ts'
import { ticketBriefOf } from './offer-view.ts'

export * from '../../../../server/modules/routing/task-view.ts'

export const findShownTasks: typeof real.findShownTasks = (tx, _workspaceId, taskIds) => {
  const own = rowTx(tx)
  return own.run(() =>
    taskIds.flatMap((id) => {
      const task = own.get('task', id)
      const ticket = task && own.get('ticket', task.ticketId)
      if (task === undefined || ticket === undefined) return []
      const beside = { consult: null, monitors: [], call: null, agentName: null, sla: null, offer: null }
      return [{ ...task, ...beside, ticket: ticketBriefOf(ticket) }]
    }),
  )
}

export const findShownTask: typeof real.findShownTask = async (tx, workspaceId, taskId) =>
  (await findShownTasks(tx, workspaceId, [taskId]))[0] ?? null
