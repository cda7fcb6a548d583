import type { Queue, WorkflowSnapshot } from '../../core/workflow/index.ts'

/**
 * What is offered to one partner only waits, as the engine sees it, in a queue of its own whose members are the agents of
 * that partner. No queue of a workflow has a space in its name.
 */
export const partnerQueue = (queue: string, partner: string) => `${queue} for ${partner}`

/** The workflow's queue behind one of the engine's. */
export const plainQueue = (queueId: string) => queueId.split(' ', 1)[0] ?? queueId

/** The partners that steps of a queue name. */
export function partnersOf({ overflow }: Queue): ReadonlySet<string> {
  return new Set(overflow.flatMap(({ to }) => (to.kind === 'partner' ? [to.partner] : [])))
}

/** The partner a task is offered to alone; null = to its queue, also when the workflow names that partner there no more. */
export function partnerOf(task: { queue: string; partner: string | null }, workflow: WorkflowSnapshot): string | null {
  const queue = workflow.queues.get(task.queue)
  if (task.partner === null || queue === undefined) return null
  return partnersOf(queue).has(task.partner) ? task.partner : null
}
