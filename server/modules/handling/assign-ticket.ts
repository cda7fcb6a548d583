import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import type { Ticket } from '../tickets/index.ts'
import { findAgentName } from './agent-name-view.ts'
import { handleTicket } from './handle-ticket.ts'
import { requireRoom } from './require-room.ts'
import { takingChange } from './taking-change.ts'
import { type Grip, noChange, type TicketChange } from './ticket-change.ts'

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
    return assigningChange(tx, context, grip, { agentId, pointer: '/agentId' })
  })
}

/** What it means that a ticket is given to an agent by hand. Throws `invalid` at the pointer for one who is not there. */
export async function assigningChange(
  tx: Tx,
  context: Context,
  grip: Grip,
  { agentId, pointer }: { agentId: string; pointer: string },
): Promise<TicketChange> {
  if ((await findAgentName(tx, context.workspace.id, agentId)) === null)
    throw refuseField(pointer, 'unknown_agent', 'There is no such agent in this workspace.')
  // The one move says what becomes of the task, whatever it would have done by the stages it passes.
  return { ...takingChange(grip, { agentId, at: context.now() }), taskMoves: [{ kind: 'assign', agentId }] }
}

/**
 * Gives a ticket and its task to the first of these agents who is there and has room; the loads of all of them are held
 * meanwhile. Gives that agent's id, or null when nobody has room, or there is no such ticket or no work on it.
 */
export async function assignToFirstFree(
  context: Context,
  { ticketId, agentIds }: { ticketId: string; agentIds: readonly string[] },
): Promise<string | null> {
  let taken: string | null = null
  await handleTicket(context, { ticketId, permission: 'ticket:assign', agentIds }, async (grip, tx) => {
    taken = await firstFree(tx, context, grip, agentIds)
    if (taken === null || grip.task?.agentId === taken) return noChange
    const taking = takingChange(grip, { agentId: taken, at: context.now() })
    return { ...taking, taskMoves: [{ kind: 'assign', agentId: taken }] }
  })
  return taken
}

async function firstFree(
  tx: Tx,
  context: Context,
  { task, pending, workflow }: Grip,
  agentIds: readonly string[],
): Promise<string | null> {
  if (task === null) return null
  for (const agentId of agentIds) {
    // Whoever is asked already has room for it: it is kept for the answer.
    if (task.agentId === agentId || pending.some((offer) => offer.agentId === agentId)) return agentId
    const wanted = { agentId, kind: task.kind, pointer: '/agentId', byOffer: false }
    const room = await requireRoom(tx, context, workflow, wanted).catch(ofTooLittle)
    if (room !== null) return agentId
  }
  return null
}

function ofTooLittle(error: unknown): null {
  if (error instanceof AppError && error.code === 'over_capacity') return null
  throw error
}

/** Takes a ticket from its assignee; its task waits again at its old rank. Null when there is no such ticket. */
export async function unassignTicket(
  context: Context,
  input: { ticketId: string; expectedVersion?: number | null },
): Promise<Ticket | null> {
  return handleTicket(context, { ...input, permission: 'ticket:assign' }, ({ ticket }) => unassigningChange(ticket))
}

/** What it means that a ticket is taken from its assignee; one that nobody has stays as it is. */
export function unassigningChange({ assignee }: Ticket): TicketChange {
  if (assignee === null) return noChange
  return {
    patch: { assigneeId: null },
    facts: [{ type: 'ticket.unassigned', data: { agentId: encodeId('agent', assignee.id) } }],
    clockEvents: [],
    taskMoves: [{ kind: 'release' }],
  }
}
