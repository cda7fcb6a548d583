import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { lockTickets } from '../tickets/index.ts'
import { recordBeside } from './change-beside.ts'
import { markRead } from './mention-store.ts'
import { findUnread, listMentionsOf, type Mention } from './mention-view.ts'

/** Whose mentions: the caller's own (null), or those of an agent it acts for. */
interface Whose {
  readonly agentId: string | null
}

/**
 * A page of the notes that name an agent and of what its team is to know, newest first, and how many it has not read. An agent reads its own, a desk that
 * acts for agents those of any, or of all where it names none.
 */
export async function listMentions(
  context: Context,
  input: Whose & { isUnread: boolean; before: string | null; limit: number },
): Promise<{ mentions: Mention[]; unread: number }> {
  requirePermission(context, 'ticket:read')
  const agentId = ownOr(context, input)
  const { scope } = context.principal
  return context.read(async (tx) => {
    const mentions = await listMentionsOf(tx, context.workspace.id, { ...input, agentId, scope })
    const { count } = await findUnread(tx, context.workspace.id, { agentId, ticketId: null, scope })
    return { mentions, unread: count }
  })
}

/** Marks mentions as read: these, those of a ticket, or all. Gives how many were, and how many are left unread. */
export async function readMentions(
  context: Context,
  input: Whose & { ids: readonly string[] | null; ticketId: string | null },
): Promise<{ read: number; unread: number }> {
  requirePermission(context, 'ticket:read')
  const agentId = whose(context, input)
  const { ids, ticketId } = input
  const { scope } = context.principal
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const found = await findUnread(tx, workspaceId, { agentId, ticketId, scope })
    const ticketIds = await lockTickets(tx, workspaceId, found.ticketIds)
    const read = await markRead(tx, workspaceId, { agentId, ids, ticketIds, at: context.now() })
    for (const [id, count] of read) {
      const fact = { type: 'ticket.mentions_read', data: { agentId: encodeId('agent', agentId), count } } as const
      await recordBeside(tx, context, { ticket: { id, eventSeq: 0 }, facts: [fact], isChange: false })
    }
    const left = await findUnread(tx, workspaceId, { agentId, ticketId: null, scope })
    return { read: [...read.values()].reduce((sum, count) => sum + count, 0), unread: left.count }
  })
}

function ownOr(context: Context, { agentId }: Whose): string | null {
  const wanted = agentId ?? context.principal.agentId
  requirePermission(context, 'agents:act', { agentId: wanted })
  return wanted
}

function whose(context: Context, input: Whose): string {
  const wanted = ownOr(context, input)
  if (wanted === null) throw refuseField('agent', 'unknown_agent', 'You are no agent: say whose mentions you mean.')
  return wanted
}

/** A mention as the API writes it. */
export function presentMention({ id, agentId, ticket, messageId, teams, excerpt, author, createdAt, readAt }: Mention) {
  return {
    id: encodeId('mention', id),
    agentId: encodeId('agent', agentId),
    ticket: { ...ticket, id: encodeId('ticket', ticket.id) },
    messageId: messageId === null ? null : encodeId('message', messageId),
    teams: teams === null ? null : [...teams],
    excerpt,
    by: { kind: author.kind, name: author.name },
    createdAt: new Date(createdAt).toISOString(),
    readAt: readAt === null ? null : new Date(readAt).toISOString(),
  }
}
