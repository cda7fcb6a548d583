import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Chat, ChatStatus, ShownChat } from './chat.ts'

/** What a `Chat` is read from, for statements that name the table `chat`. */
export const chatColumns = sql`
  chat.id, chat.ticket_id as "ticketId", chat.task_id as "taskId", chat.channel,
  chat.origin, chat.message_seq as "messageSeq", chat.customer_read_seq as "customerReadSeq",
  chat.agent_read_seq as "agentReadSeq", chat.customer_seen_at as "customerSeenAt", chat.started_at as "startedAt",
  chat.answered_at as "answeredAt", chat.ended_at as "endedAt", chat.ended_by as "endedBy",
  chat.end_reason as "endReason", chat.rating, chat.rating_comment as "ratingComment", chat.rated_at as "ratedAt",
  chat.redacted`

const shown = sql`
  select ${chatColumns},
    jsonb_build_object('state', task.state, 'kind', task.kind, 'queue', task.queue) as task,
    jsonb_build_object('number', ticket.number, 'channel', ticket.channel, 'queue', ticket.queue,
      'language', ticket.language, 'partnerId', ticket.created_by ->> 'partnerId',
      'customerAs', ticket.created_by ->> 'customerAs') as ticket,
    jsonb_build_object('id', customer.id, 'externalId', customer.external_id, 'name', customer.name) as customer,
    case when agent.id is not null
      then jsonb_build_object('id', agent.id, 'name', agent.name, 'kind', agent.kind) end as agent
  from chat_sessions as chat
  join tasks as task on task.workspace_id = chat.workspace_id and task.id = chat.task_id
  join tickets as ticket on ticket.workspace_id = chat.workspace_id and ticket.id = chat.ticket_id
  join customers as customer on customer.workspace_id = chat.workspace_id and customer.id = ticket.customer_id
  left join agents as agent on agent.workspace_id = task.workspace_id and agent.id = task.agent_id`

/** One chat with what belongs to it, or null. */
export async function findShownChat(tx: Tx, workspaceId: string, chatId: string): Promise<ShownChat | null> {
  const [chat] = await findShownChats(tx, workspaceId, [chatId])
  return chat ?? null
}

/** These chats with what belongs to them; planned once a connection, for planning takes longer than reading. */
export function findShownChats(tx: Tx, workspaceId: string, chatIds: readonly string[]): Promise<ShownChat[]> {
  return tx.keyed(sql<ShownChat>`
    ${shown}
    where chat.workspace_id = ${workspaceId} and chat.id = any(${chatIds}::uuid[])`)
}

/** One chat, or null. */
export function findChat(tx: Tx, workspaceId: string, chatId: string): Promise<Chat | null> {
  return tx.first(sql<Chat>`
    select ${chatColumns}
    from chat_sessions as chat
    where chat.workspace_id = ${workspaceId} and chat.id = ${chatId}`)
}

/** How a chat was for its customer. */
export interface ChatRating {
  readonly chatId: string
  readonly score: number
  readonly comment: string | null
  readonly ratedAt: number
}

/** What a ticket's customer said of its chats, the oldest first. */
export function findChatRatings(tx: Tx, workspaceId: string, ticketId: string): Promise<ChatRating[]> {
  return tx.rows(sql<ChatRating>`
    select chat.id as "chatId", chat.rating as score, chat.rating_comment as comment, chat.rated_at as "ratedAt"
    from chat_sessions as chat
    where chat.workspace_id = ${workspaceId} and chat.ticket_id = ${ticketId} and chat.rating is not null
    order by chat.id`)
}

/** The chat of a ticket that goes on, or null. */
export function findLiveChat(tx: Tx, workspaceId: string, ticketId: string): Promise<Chat | null> {
  return tx.first(sql<Chat>`
    select ${chatColumns}
    from chat_sessions as chat
    where chat.workspace_id = ${workspaceId} and chat.ticket_id = ${ticketId} and chat.ended_at is null`)
}

/** What chats are asked for, and whose may be shown; null = any. */
export interface ChatFilter {
  readonly status: ChatStatus | null
  readonly ticketId: string | null
  readonly agentId: string | null
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly partnerId: string | null
  readonly customerId: string | null
}

/** A page of chats, newest first; `before` is the last id of the page before. */
export function listShownChats(
  tx: Tx,
  workspaceId: string,
  page: { filter: ChatFilter; before: string | null; limit: number },
): Promise<ShownChat[]> {
  const { status, ticketId, agentId, channels, queues, partnerId, customerId } = page.filter
  return tx.rows(sql<ShownChat>`
    ${shown}
    where chat.workspace_id = ${workspaceId}
      and (${status}::text is null or ${status}::text = case
        when chat.ended_at is not null then 'closed' when task.agent_id is null then 'queued' else 'active' end)
      and (${ticketId}::uuid is null or chat.ticket_id = ${ticketId}::uuid)
      and (${agentId}::uuid is null or task.agent_id = ${agentId}::uuid)
      and (${channels}::text[] is null or ticket.channel = any(${channels}::text[]))
      and (${queues}::text[] is null or ticket.queue = any(${queues}::text[]))
      and (${partnerId}::uuid is null or ticket.created_by ->> 'partnerId' = ${partnerId}::text)
      and (${customerId}::uuid is null or ticket.customer_id = ${customerId}::uuid)
      and (${page.before}::uuid is null or chat.id < ${page.before}::uuid)
    order by chat.id desc
    limit ${page.limit}`)
}
