import { compileQueue } from './compile-queue.ts'
import type { WorkflowDocument } from './document.ts'
import { freeze } from './freeze.ts'
import type { WorkflowSnapshot } from './snapshot.ts'

/**
 * The workflow with the roll-out its document asks for: all of it in force, but for tasks outside the share the queues of
 * `before`, the document of version `from`, by the calendars of today. Whatever that one rolled out itself counts for nothing.
 */
export function withRollout(workflow: WorkflowSnapshot, before: WorkflowDocument): WorkflowSnapshot {
  const { rollout } = workflow.document.routing
  if (rollout === undefined) return workflow
  const { from, share, returnWhen = [] } = rollout
  const queues = new Map(
    Object.entries(before.routing.queues).map(([slug, queue]) => [slug, compileQueue(slug, queue, workflow.calendars)]),
  )
  const tripwires = returnWhen.map(({ measure, worseBy, atLeast }) => ({
    measure,
    worseByPercent: worseBy,
    atLeast,
  }))
  return freeze({
    ...workflow,
    rollout: { from, share, tripwires, before: { ...workflow, queues, termsVersion: from } },
  })
}
