import { sql } from '../../database/query.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { sealOf } from '../../platform/seal.ts'
import type { SupportDetails, SupportSession } from './support.ts'
import { isOver } from './support-view.ts'

interface NewSession extends SupportDetails {
  readonly id: string
  readonly orderId: string
  readonly ticketId: string
  readonly chatId: string
  /** Of the customer's page. */
  readonly chatToken: string
}

const bindingOf = (workspaceId: string, id: string) => `support_sessions/${workspaceId}/${id}`

/** Writes the session of an order; false when the order has one by now. */
export async function insertSession(tx: Tx, context: Context, session: NewSession): Promise<boolean> {
  const workspaceId = context.workspace.id
  const sealed = sealOf(context.memory).seal(session.chatToken, bindingOf(workspaceId, session.id))
  const inserted = await tx.count(sql`
    insert into support_sessions (workspace_id, id, order_id, ticket_id, chat_id, descriptor, faq, callback_phone, agent,
      chat_token, opened_at)
    values (${workspaceId}, ${session.id}, ${session.orderId}, ${session.ticketId}, ${session.chatId},
      ${json(session.descriptor)}::jsonb, ${json(session.faq)}::jsonb, ${session.callbackPhone},
      ${json(session.agent)}::jsonb, ${sealed}, ${new Date(context.now())})
    on conflict (workspace_id, order_id) where closed_at is null do nothing`)
  return inserted === 1
}

/** Keeps that a caller sent this message; false when it had sent it before. */
export async function insertSupportMessage(
  tx: Tx,
  workspaceId: string,
  message: { senderId: string; messageId: string; orderId: string; at: number },
): Promise<boolean> {
  const inserted = await tx.count(sql`
    insert into support_messages (workspace_id, sender_id, message_id, order_id, received_at)
    values (${workspaceId}, ${message.senderId}, ${message.messageId}, ${message.orderId}, ${new Date(message.at)})
    on conflict (workspace_id, sender_id, message_id) do nothing`)
  return inserted === 1
}

/** Deletes what came before an instant, the oldest first. */
export function deleteOldSupportMessages(
  tx: Tx,
  workspaceId: string,
  { beforeMs, limit }: { beforeMs: number; limit: number },
): Promise<number> {
  return tx.count(sql`
    delete from support_messages
    where support_messages.workspace_id = ${workspaceId}
      and (support_messages.sender_id, support_messages.message_id) in (
        select old.sender_id, old.message_id
        from support_messages as old
        where old.workspace_id = ${workspaceId} and old.received_at < ${new Date(beforeMs)}
        order by old.received_at
        limit ${limit})`)
}

/** Writes what is told of a session. */
export async function saveSession(
  tx: Tx,
  workspaceId: string,
  { id, descriptor, faq, callbackPhone, agent }: SupportDetails & { id: string },
): Promise<void> {
  await tx.count(sql`
    update support_sessions
    set descriptor = ${json(descriptor)}::jsonb, faq = ${json(faq)}::jsonb, callback_phone = ${callbackPhone},
      agent = ${json(agent)}::jsonb
    where support_sessions.workspace_id = ${workspaceId} and support_sessions.id = ${id}`)
}

/** Ends a session; false when it had ended before. */
export async function endSession(tx: Tx, context: Context, id: string): Promise<boolean> {
  const ended = await tx.count(sql`
    update support_sessions
    set closed_at = ${new Date(context.now())}
    where support_sessions.workspace_id = ${context.workspace.id}
      and support_sessions.id = ${id}
      and support_sessions.closed_at is null`)
  return ended === 1
}

/** Ends the session of an order whose ticket or chat is over: the next one has its place. */
export async function endOverSession(tx: Tx, context: Context, orderId: string): Promise<void> {
  await tx.count(sql`
    update support_sessions as support
    set closed_at = ${new Date(context.now())}
    from tickets as ticket, chat_sessions as chat
    where support.workspace_id = ${context.workspace.id}
      and support.order_id = ${orderId}
      and support.closed_at is null
      and ticket.workspace_id = support.workspace_id and ticket.id = support.ticket_id
      and chat.workspace_id = support.workspace_id and chat.id = support.chat_id
      and ${isOver}`)
}

/** The token that the address of the customer's page carries. */
export function chatTokenOf(context: Context, { id, chatToken }: Pick<SupportSession, 'id' | 'chatToken'>): string {
  return sealOf(context.memory).open(chatToken, bindingOf(context.workspace.id, id))
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}
