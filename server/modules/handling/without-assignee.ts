import { encodeId } from '../../platform/ids.ts'
import { noChange, type TicketChange } from './ticket-change.ts'
import type { TaskGrip } from './handle-task.ts'

/** A ticket whose task leaves its agent has no assignee any more; one that somebody else is named for keeps it. */
export function withoutAssignee({ ticket: { assignee }, task }: TaskGrip): TicketChange {
  if (assignee === null || assignee.id !== task.agentId) return noChange
  const agentId = encodeId('agent', assignee.id)
  return { ...noChange, patch: { assigneeId: null }, facts: [{ type: 'ticket.unassigned', data: { agentId } }] }
}
