import { type Queue, termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import { engineQueue } from './engine-queue.ts'

/**
 * What is offered to one partner only waits, as the engine sees it, in a queue of its own whose members are the agents of
 * that partner; `terms` is the workflow by whose queues it waits. No queue of a workflow has a space in its name.
 */
export function partnerQueue(terms: WorkflowSnapshot, queue: string, partner: string): string {
  return `${engineQueue(terms, queue)} for ${partner}`
}

/** The partners that steps of a queue name. */
export function partnersOf({ overflow }: Queue): ReadonlySet<string> {
  return new Set(overflow.flatMap(({ to }) => (to.kind === 'partner' ? [to.partner] : [])))
}

/** The partner a task is offered to alone; null = to its queue, also when the workflow names that partner there no more. */
export function partnerOf(
  task: { taskId: string; queue: string; partner: string | null },
  workflow: WorkflowSnapshot,
): string | null {
  const queue = termsOf(workflow, task.taskId).queues.get(task.queue)
  if (task.partner === null || queue === undefined) return null
  return partnersOf(queue).has(task.partner) ? task.partner : null
}
