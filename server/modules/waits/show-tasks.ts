import type { Context } from '../../platform/context.ts'
import { getTask, listTasksOfQueue, type ShownTask } from '../routing/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { findOutlooks, type Outlook } from './outlook.ts'
import { promiseWaits } from './promise-waits.ts'

/** A task, and what it may expect while it waits. */
export interface TaskWithOutlook {
  readonly task: ShownTask
  /** Null unless it waits. */
  readonly outlook: Outlook | null
}

/**
 * One task with its outlook, or null when there is none the caller may see. `isPromised` says that a customer is told
 * of it: the estimate is kept and scored.
 */
export async function showTask(
  context: Context,
  { taskId, isPromised }: { taskId: string; isPromised: boolean },
): Promise<TaskWithOutlook | null> {
  const task = await getTask(context, { taskId })
  if (task === null || task.state !== 'waiting') return task === null ? null : { task, outlook: null }
  if (isPromised) return { task, outlook: (await promiseWaits(context, { taskIds: [taskId] })).get(taskId) ?? null }
  const [shown] = await withOutlooks(context, [task])
  return shown ?? null
}

/** A page of the tasks of a queue, longest waiting first; null when there is no such queue in scope. */
export async function showTasksOfQueue(
  context: Context,
  input: Parameters<typeof listTasksOfQueue>[1],
): Promise<TaskWithOutlook[] | null> {
  const tasks = await listTasksOfQueue(context, input)
  return tasks === null ? null : withOutlooks(context, tasks)
}

async function withOutlooks(context: Context, tasks: readonly ShownTask[]): Promise<TaskWithOutlook[]> {
  const isWaiting = tasks.some((task) => task.state === 'waiting')
  if (!isWaiting) return tasks.map((task) => ({ task, outlook: null }))
  const workflow = await currentWorkflow(context)
  const outlooks = await context.read((tx) => findOutlooks(tx, context, { tasks, workflow }))
  return tasks.map((task) => ({ task, outlook: outlooks.get(task.id) ?? null }))
}
