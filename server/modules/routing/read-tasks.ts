import type { Context } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import type { ShownDecision } from './decision.ts'
import { findDecision, findDecisionsOfTask } from './decision-view.ts'
import type { Task } from './task.ts'
import { findShownTask, findTasksOfQueue, type ShownTask, type TaskPlace } from './task-view.ts'

/** One task, or null when there is none the caller may see. */
export async function getTask(context: Context, input: { taskId: string }): Promise<ShownTask | null> {
  const task = await context.read((tx) => findShownTask(tx, context.workspace.id, input.taskId))
  return task !== null && maySee(context, task) ? task : null
}

/** The tasks of a queue that are not over, longest waiting first; null when there is no such queue in scope. */
export async function listTasksOfQueue(
  context: Context,
  input: { queue: string; after: TaskPlace | null; limit: number },
): Promise<ShownTask[] | null> {
  requirePermission(context, 'task:read')
  const workflow = await currentWorkflow(context)
  const isKnown = workflow.queues.has(input.queue) && can(context.principal, 'task:read', { queue: input.queue })
  if (!isKnown) return null
  const { channels } = scopeLists(context.principal.scope)
  return context.read((tx) => findTasksOfQueue(tx, context.workspace.id, { ...input, channels }))
}

/** How one choice came about, or null when there is none about a task the caller may see. */
export async function getDecision(context: Context, input: { decisionId: string }): Promise<ShownDecision | null> {
  const decision = await context.read((tx) => findDecision(tx, context.workspace.id, input.decisionId))
  if (decision === null || (await getTask(context, { taskId: decision.taskId })) === null) return null
  return decision
}

/** Decisions about a task, newest first; null when there is no such task the caller may see. */
export async function listDecisions(
  context: Context,
  input: { taskId: string; before: string | null; limit: number },
): Promise<ShownDecision[] | null> {
  if ((await getTask(context, input)) === null) return null
  return context.read((tx) => findDecisionsOfTask(tx, context.workspace.id, input))
}

function maySee(context: Context, { queue, channel }: Pick<Task, 'queue' | 'channel'>): boolean {
  return can(context.principal, 'task:read', { queue, channel })
}
