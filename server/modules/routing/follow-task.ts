import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { findPolicyAfter, findTicket, saveTicket, type TicketPatch } from '../tickets/index.ts'
import { armTimersAt } from '../timers/index.ts'
import type { TaskFact } from './take-steps.ts'

/**
 * Lets a ticket follow its task into another queue, and come under the policy that this queue is promised by, if any asks
 * for it. Its clocks follow when their timer rings, which is at once: what comes of that is more than a move. The ticket
 * is held.
 */
export async function followTask(
  tx: Tx,
  context: Context,
  { workflow, ticketId, queue }: { workflow: WorkflowSnapshot; ticketId: string; queue: string },
): Promise<TaskFact[]> {
  const workspaceId = context.workspace.id
  const at = context.now()
  const save = (patch: TicketPatch) => saveTicket(tx, workspaceId, { ticketId, patch, events: 0, at })
  const ticket = workflow.isPromisedByQueue ? await findTicket(tx, workspaceId, ticketId) : null
  const to = ticket === null ? null : await findPolicyAfter(tx, workspaceId, { workflow, ticket, patch: { queue } })
  await save({ queue, ...(to !== null && { slaPolicy: to.slug }) })
  if (ticket !== null) await armTimersAt(tx, workspaceId, { kind: 'sla', dues: [{ subjectId: ticketId, dueAt: at }] })
  if (to === null) return []
  return [{ type: 'ticket.updated', data: { changed: ['slaPolicy'] } }]
}
