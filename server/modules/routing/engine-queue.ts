import type { DecisionRecord } from '../../core/routing/index.ts'
import { allTerms, termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'

/**
 * The engine's queue in which tasks of a queue wait by the terms of a workflow: where a change is rolled out, each queue is
 * there a second time as it was in the version before. No queue of a workflow has a space in its name.
 */
export function engineQueue({ version, termsVersion }: WorkflowSnapshot, queue: string): string {
  return termsVersion === version ? queue : `${queue} as in ${termsVersion}`
}

/** The engine's queue in which this task waits. */
export function engineQueueOf(
  workflow: WorkflowSnapshot,
  { taskId, queue }: { taskId: string; queue: string },
): string {
  return engineQueue(termsOf(workflow, taskId), queue)
}

/** The engine's queues of a workflow, but for those of partners. */
export function engineQueuesOf(workflow: WorkflowSnapshot): Set<string> {
  return new Set(
    allTerms(workflow).flatMap((terms) => [...terms.queues.keys()].map((slug) => engineQueue(terms, slug))),
  )
}

/** The workflow's queue behind one of the engine's. */
export const plainQueue = (queueId: string) => queueId.split(' ', 1)[0] ?? queueId

/** A record as it is kept: by the queue people know, and by whose terms the task waited there if not its version's own. */
export function recordToKeep(record: DecisionRecord): DecisionRecord & { readonly termsVersion?: number } {
  const [, termsVersion] = /^\S+ as in (\d+)/u.exec(record.queueId) ?? []
  const kept = { ...record, queueId: plainQueue(record.queueId) }
  return termsVersion === undefined ? kept : { ...kept, termsVersion: Number(termsVersion) }
}
