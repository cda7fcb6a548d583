import { type Priority, priorities } from '../workflow/priority.ts'
import type { EscalationStep } from '../workflow/snapshot.ts'

/** What escalation steps make of a ticket: its higher priority and its other queue, null where nothing changes. */
export interface Escalation {
  readonly priority: Priority | null
  readonly queue: string | null
}

/** What the steps that fire at one instant do together: a priority is only ever raised, the last queue named wins. */
export function escalate(
  ticket: { readonly priority: Priority; readonly queue: string },
  steps: readonly EscalationStep[],
): Escalation {
  let { priority, queue } = ticket
  for (const { raisePriorityTo, requeueTo } of steps) {
    if (raisePriorityTo !== null && priorities.indexOf(raisePriorityTo) > priorities.indexOf(priority))
      priority = raisePriorityTo
    queue = requeueTo ?? queue
  }
  return { priority: priority === ticket.priority ? null : priority, queue: queue === ticket.queue ? null : queue }
}
