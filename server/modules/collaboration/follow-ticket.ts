import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { can } from '../access/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import { changeBeside } from './change-beside.ts'
import type { Follower } from './follower.ts'
import { deleteFollower, insertFollowers } from './follower-store.ts'
import { findNamedAgents, listFollowersOf } from './follower-view.ts'

interface Following {
  readonly ticketId: string
  readonly agentId: string
}

/**
 * Lets an agent follow a ticket; saying it twice is once. Gives everybody who follows, null when there is no such ticket.
 * Throws `invalid` when there is no such agent.
 */
export async function followTicket(context: Context, { ticketId, agentId }: Following): Promise<Follower[] | null> {
  const reason = context.principal.agentId === agentId ? 'self' : 'added'
  return change(context, ticketId, async (tx) => {
    if ((await findNamedAgents(tx, context.workspace.id, [agentId])).length === 0)
      throw refuseField('/agentId', 'unknown_agent', 'There is no such agent in this workspace.')
    const added = await insertFollowers(tx, context.workspace.id, {
      ticketId,
      agentIds: [agentId],
      reason,
      at: context.now(),
    })
    return added.map((id) => ({ type: 'ticket.followed', data: { agentId: encodeId('agent', id), reason } }) as const)
  })
}

/** Ends it; whoever does not follow stays as they are. Null when there is no such ticket. */
export async function unfollowTicket(context: Context, { ticketId, agentId }: Following): Promise<Follower[] | null> {
  return change(context, ticketId, async (tx) => {
    const isGone = await deleteFollower(tx, context.workspace.id, { ticketId, agentId })
    return isGone ? [{ type: 'ticket.unfollowed', data: { agentId: encodeId('agent', agentId) } }] : []
  })
}

/** Who follows a ticket, for those who may know the agents; null when there is no such ticket. */
export async function listFollowers(context: Context, { ticketId }: { ticketId: string }): Promise<Follower[] | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    return listFollowersOf(tx, context.workspace.id, ticketId)
  })
}

/** One transaction for the change and for what is answered. */
async function change(
  context: Context,
  ticketId: string,
  decide: Parameters<typeof changeBeside>[2],
): Promise<Follower[] | null> {
  // oxlint-disable-next-line switchyard/verb -- `changeBeside` asks and records, in this very transaction
  return context.transaction(async (tx) => {
    const ticket = await changeBeside(
      context.within(tx),
      { ticketId, permission: 'note:write', isChange: false },
      decide,
    )
    return ticket === null ? null : listFollowersOf(tx, context.workspace.id, ticketId)
  })
}

/** A follower as the API writes it. */
export function presentFollower({ agentId, name, reason, since }: Follower) {
  return { agent: { id: encodeId('agent', agentId), name }, reason, since: new Date(since).toISOString() }
}
