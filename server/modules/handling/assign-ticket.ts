import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { refuseField } from '../../platform/errors.ts'
import type { Ticket } from '../tickets/index.ts'
import { findAgentName } from './agent-name-view.ts'
import { handleTicket } from './handle-ticket.ts'
import { takingChange } from './taking-change.ts'
import { noChange } from './ticket-change.ts'

/**
 * Gives a ticket and its task to an agent by hand; what goes over the agent's room is recorded as forced.
 * Null when there is no such ticket. Throws `invalid` when there is no such agent.
 */
export async function assignTicket(
  context: Context,
  input: { ticketId: string; agentId: string; expectedVersion?: number | null },
): Promise<Ticket | null> {
  const { agentId, ...ticket } = input
  return handleTicket(context, { ...ticket, permission: 'ticket:assign', agentIds: [agentId] }, async (grip, tx) => {
    if (grip.ticket.assignee?.id === agentId && grip.task?.agentId === agentId) return noChange
    if ((await findAgentName(tx, context.workspace.id, agentId)) === null) {
      throw refuseField('/agentId', 'unknown_agent', 'There is no such agent in this workspace.')
    }
    // The one move says what becomes of the task, whatever it would have done by the stages it passes.
    return { ...takingChange(grip, { agentId, at: context.now() }), taskMoves: [{ kind: 'assign', agentId }] }
  })
}

/** Takes a ticket from its assignee; its task waits again at its old rank. Null when there is no such ticket. */
export async function unassignTicket(
  context: Context,
  input: { ticketId: string; expectedVersion?: number | null },
): Promise<Ticket | null> {
  return handleTicket(context, { ...input, permission: 'ticket:assign' }, (grip) => {
    const { assignee } = grip.ticket
    if (assignee === null) return noChange
    return {
      patch: { assigneeId: null },
      facts: [{ type: 'ticket.unassigned', data: { agentId: encodeId('agent', assignee.id) } }],
      clockEvents: [],
      taskMoves: [{ kind: 'release' }],
    }
  })
}
