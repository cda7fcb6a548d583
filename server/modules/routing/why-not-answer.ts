import type { Reason, RejectReason, WhyNot } from '../../core/routing/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { openQueues } from './engine-config.ts'
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
  const partner = partnerOf(task, workflow)
  const isOpen = partner !== null || openQueues(workflow, at).has(task.queue)
  const closed: Reason<RejectReason>[] = isOpen
    ? []
    : [{ code: 'outside_hours', text: `Outside the hours of ${task.queue}` }]
  return {
    eligible: answer.eligible && isOpen,
    reasons: [...closed, ...answer.reasons.map((reason) => withPartner(reason, partner))],
  }
}

/** Nobody but one partner's agents belongs where such a task waits. */
function withPartner(reason: WhyNotAnswer['reasons'][number], partner: string | null) {
  if (partner === null || reason.code !== 'not_member') return reason
  return { code: reason.code, text: `Offered to the partner ${partner} alone for now` }
}
