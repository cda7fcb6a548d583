import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import { findTasks } from '../routing/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { findOutlooks, type Outlook } from './outlook.ts'
import { insertPromises } from './promise-store.ts'

/**
 * Gives out position and estimated wait of waiting tasks and keeps what was said, to be scored when the wait ends. By
 * task id; a task that does not wait, or is not the caller's to see, is missing. What is unknown is no promise.
 */
export async function promiseWaits(
  context: Context,
  input: { taskIds: readonly string[] },
): Promise<ReadonlyMap<string, Outlook>> {
  requirePermission(context, 'task:read')
  const workflow = await currentWorkflow(context)
  const promisedAt = context.now()
  // oxlint-disable-next-line switchyard/verb -- a measurement of our own forecasts: nothing happened to the task
  return context.transaction(async (tx) => {
    const found = await findTasks(tx, context.workspace.id, input.taskIds)
    const tasks = found.filter(({ queue, channel }) => can(context.principal, 'task:read', { queue, channel }))
    const outlooks = await findOutlooks(tx, context, { tasks, workflow })
    const promises = tasks.flatMap(({ id: taskId, queue, priority }) => {
      const outlook = outlooks.get(taskId)
      if (outlook === undefined || outlook.estimatedWait === null) return []
      const { position, estimatedWait } = outlook
      return [{ id: newId(), taskId, queue, priority, position, ...estimatedWait, promisedAt }]
    })
    if (promises.length > 0) await insertPromises(tx, context.workspace.id, promises)
    return outlooks
  })
}
