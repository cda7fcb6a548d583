import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findTasks, type SaidWait } from '../routing/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { findOutlooks, type Outlook } from './outlook.ts'

/**
 * What these tasks may expect, by task id, for the router's own use: nobody is told, so nothing is promised. Null =
 * unknown; a task that does not wait is missing.
 */
export async function estimateWaits(
  context: Context,
  input: { taskIds: readonly string[] },
): Promise<ReadonlyMap<string, SaidWait | null>> {
  requirePermission(context, 'task:read')
  const workflow = await currentWorkflow(context)
  return context.read(async (tx) => {
    const tasks = await findTasks(tx, context.workspace.id, input.taskIds)
    const outlooks = await findOutlooks(tx, context, { tasks, workflow })
    return new Map([...outlooks].map(([taskId, outlook]) => [taskId, saidOf(outlook)]))
  })
}

function saidOf({ position, estimatedWait }: Outlook): SaidWait | null {
  return estimatedWait === null ? null : { ...estimatedWait, position }
}
