import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import type { Ticket } from '../tickets/index.ts'
import { findAgentName } from './agent-name-view.ts'
import { handleTicket } from './handle-ticket.ts'
import { requireRoom } from './require-room.ts'
import { takingChange } from './taking-change.ts'
import { type Grip, noChange } from './ticket-change.ts'

/**
 * Gives a ticket and its task to an agent by hand; what goes over the agent's room is recorded as forced.
 * Null when there is no such ticket. Throws `invalid` when there is no such agent, and with `ifRoom` `over_capacity` when it
 * is absent or full, or `conflict` when there is no work to be given.
 */
export async function assignTicket(
  context: Context,
  input: { ticketId: string; agentId: string; expectedVersion?: number | null; ifRoom?: boolean },
): Promise<Ticket | null> {
  const { agentId, ifRoom = false, ...ticket } = input
  return handleTicket(context, { ...ticket, permission: 'ticket:assign', agentIds: [agentId] }, async (grip, tx) => {
    if (grip.ticket.assignee?.id === agentId && grip.task?.agentId === agentId) return noChange
    if ((await findAgentName(tx, context.workspace.id, agentId)) === null) {
      throw refuseField('/agentId', 'unknown_agent', 'There is no such agent in this workspace.')
    }
    if (ifRoom) await requireRoomOf(tx, context, grip, agentId)
    // The one move says what becomes of the task, whatever it would have done by the stages it passes.
    return { ...takingChange(grip, { agentId, at: context.now() }), taskMoves: [{ kind: 'assign', agentId }] }
  })
}

async function requireRoomOf(tx: Tx, context: Context, { task, workflow }: Grip, agentId: string): Promise<void> {
  if (task === null) throw new AppError('conflict', 'There is no work on this ticket to be given to anybody.')
  await requireRoom(tx, context, workflow, { agentId, kind: task.kind, pointer: '/agentId', byOffer: false })
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
