import type { Reason, RejectReason, WhyNot } from '../../core/routing/index.ts'
import { termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import { isQueueOpen } from './engine-config.ts'
import { engineQueue, plainQueue } from './engine-queue.ts'
import { partnerOf } from './partner-queue.ts'
import type { Task } from './task.ts'

/** Whether an agent could be offered a task, with everything that stands against it (routing.md L1). */
export interface WhyNotAnswer {
  readonly eligible: boolean
  readonly reasons: readonly Reason<RejectReason>[]
  /** The agent was described otherwise then, and is judged as it is described now. */
  readonly isAgentChangedSince: boolean
  /** The last event the rows may hold, and the instant in epoch ms. */
  readonly asOf: { readonly sequence: number; readonly at: number }
}

/** What the engine says of an agent, in words, and whether the queue was open. */
export function answerOf({
  task,
  workflow,
  at,
  answer,
}: {
  task: Task
  workflow: WorkflowSnapshot
  at: number
  answer: WhyNot
}): Pick<WhyNotAnswer, 'eligible' | 'reasons'> {
  const { id: taskId, queue: slug } = task
  const terms = termsOf(workflow, taskId)
  const queue = terms.queues.get(slug)
  const partner = partnerOf({ ...task, taskId }, workflow)
  const isOpen = partner !== null || (queue !== undefined && isQueueOpen(queue, at))
  const closed: Reason<RejectReason>[] = isOpen ? [] : [{ code: 'outside_hours', text: `Outside the hours of ${slug}` }]
  return {
    eligible: answer.eligible && isOpen,
    reasons: [
      ...closed,
      ...answer.reasons.map((reason) => withPartner(inWords(reason, engineQueue(terms, slug)), partner)),
    ],
  }
}

/** The engine's own name of a queue says nothing to people. */
function inWords<R extends { text: string }>(reason: R, queueId: string): R {
  return { ...reason, text: reason.text.replace(queueId, plainQueue(queueId)) }
}

/** Nobody but one partner's agents belongs where such a task waits. */
function withPartner(reason: WhyNotAnswer['reasons'][number], partner: string | null) {
  if (partner === null || reason.code !== 'not_member') return reason
  return { code: reason.code, text: `Offered to the partner ${partner} alone for now` }
}
